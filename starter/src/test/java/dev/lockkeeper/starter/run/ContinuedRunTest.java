package dev.lockkeeper.starter.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.UpgradeReport;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionTerminatedEventAttributes;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A run whose history was cut for its length, and whose last part was then cut off by somebody. */
class ContinuedRunTest {
  @Test
  void aContinuedRunThatWasTerminatedBeforeItDidAnythingTellsWhatWasDoneBefore() {
    StoredHistory whole = StoredHistory.of("FlussUpgrade/rolling.0.1.0");
    List<HistoryEvent> events = whole.history().getEvents();
    // As it stood when one node was upgraded and others were not.
    StoredHistory first = whole.after(events.size() * 2 / 3);
    List<NodeStatus> nodes = Objects.requireNonNull(first.told().last()).nodes();
    assertThat(nodes)
        .anyMatch(node -> node.state() == NodeState.UPGRADED)
        .anyMatch(node -> node.state() != NodeState.UPGRADED);
    assertThat(report(List.of(terminated(whole))).report()).as("the last part alone").isNull();

    Replay.Outcome told = report(List.of(first.history(), terminated(whole)));

    assertThat(told.problem()).isNull();
    UpgradeReport report = Objects.requireNonNull(told.report());
    assertThat(report.nodes()).isEqualTo(nodes);
    assertThat(report.decisions()).extracting(Decision::question).contains("tablet-1");
  }

  @Test
  void whatTemporalDoesNotKeepAnyMoreIsSaidToBeMissing() {
    StoredHistory whole = StoredHistory.of("FlussUpgrade/rolling.0.1.0");
    List<HistoryEvent> events = new ArrayList<>(whole.history().getEvents());
    HistoryEvent started = events.get(0);
    events.set(
        0,
        started.toBuilder()
            .setWorkflowExecutionStartedEventAttributes(
                started.getWorkflowExecutionStartedEventAttributes().toBuilder()
                    .setContinuedExecutionRunId("0000"))
            .build());
    WorkflowExecutionHistory rest =
        new WorkflowExecutionHistory(
            History.newBuilder().addAllEvents(events).build(),
            whole.history().getWorkflowExecution().getWorkflowId());

    Recollection told = replaying(replay -> replay.recall(List.of(rest)));

    assertThat(told.problem()).contains("Temporal no longer keeps", "run 0000");
    assertThat(told.moments()).isNotEmpty();
    assertThat(replaying(replay -> replay.report(List.of(rest))).report()).isNotNull();
    assertThat(whole.told().problem()).isNull();
  }

  /** One that nobody has begun to work on. */
  private static WorkflowExecutionHistory terminated(StoredHistory like) {
    HistoryEvent started = like.history().getEvents().get(0);
    HistoryEvent ended =
        HistoryEvent.newBuilder()
            .setEventId(2)
            .setEventTime(started.getEventTime())
            .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED)
            .setWorkflowExecutionTerminatedEventAttributes(
                WorkflowExecutionTerminatedEventAttributes.newBuilder().setReason("wrong window"))
            .build();
    return new WorkflowExecutionHistory(
        History.newBuilder().addEvents(started).addEvents(ended).build(),
        like.history().getWorkflowExecution().getWorkflowId());
  }

  private static Replay.Outcome report(List<WorkflowExecutionHistory> chain) {
    return replaying(replay -> replay.report(chain));
  }

  private static <T> T replaying(Function<Replay, T> question) {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build())
            .build();
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
      return question.apply(new Replay(environment.getWorkflowClient()));
    }
  }
}
