package dev.lockkeeper.starter.run;

import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionTerminatedEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from the last event of a history how a run was cut off. */
final class ClosingReader {
  private final WorkflowClient client;

  ClosingReader(WorkflowClient client) {
    this.client = client;
  }

  /** Empty when the run has ended in another way, or goes on. */
  Optional<Closing> read(RunFacts facts) {
    boolean cut = facts.execution().equals("TERMINATED") || facts.execution().equals("TIMED_OUT");
    if (!cut) {
      return Optional.empty();
    }
    Instant at = facts.closedAt() == null ? facts.startedAt() : facts.closedAt();
    WorkflowExecutionTerminatedEventAttributes said =
        lastEvent(facts).getWorkflowExecutionTerminatedEventAttributes();
    return Optional.of(
        new Closing(facts.execution(), text(said.getIdentity()), text(said.getReason()), at));
  }

  private HistoryEvent lastEvent(RunFacts facts) {
    List<HistoryEvent> events =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .getWorkflowExecutionHistory(
                GetWorkflowExecutionHistoryRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .setExecution(
                        io.temporal.api.common.v1.WorkflowExecution.newBuilder()
                            .setWorkflowId(facts.workflowId())
                            .setRunId(facts.runId()))
                    .setHistoryEventFilterType(
                        HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT)
                    .build())
            .getHistory()
            .getEventsList();
    return events.isEmpty() ? HistoryEvent.getDefaultInstance() : events.get(events.size() - 1);
  }

  private static @Nullable String text(String text) {
    return text.isBlank() ? null : Printable.clean(text);
  }
}
