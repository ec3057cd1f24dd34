package dev.lockkeeper.lab.bench;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How soon a run goes on. */
class ProgressTest {
  private static final Instant POLLS = Instant.ofEpochSecond(100);

  /**
   * @param named what is to be seen
   * @param measure what is asked of the events
   * @param seconds after {@link #POLLS} that it has to answer
   */
  private record Case(String named, Measure measure, int seconds, List<HistoryEvent> events) {
    @Override
    public String toString() {
      return named;
    }
  }

  private interface Measure {
    Duration of(Instant moment, List<HistoryEvent> events);
  }

  static List<Case> cases() {
    return List.of(
        new Case(
            "what the server notices by itself is no progress, and neither is what was before",
            Progress::after,
            3,
            List.of(
                event(99, EVENT_TYPE_ACTIVITY_TASK_STARTED),
                event(101, EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT),
                event(102, EVENT_TYPE_WORKFLOW_TASK_SCHEDULED),
                event(103, EVENT_TYPE_WORKFLOW_TASK_STARTED),
                event(104, EVENT_TYPE_ACTIVITY_TASK_COMPLETED))),
        new Case(
            "a start is written late, and counts with its own time",
            Progress::after,
            1,
            List.of(
                event(104, EVENT_TYPE_WORKFLOW_TASK_STARTED),
                event(101, EVENT_TYPE_ACTIVITY_TASK_STARTED))),
        new Case(
            "an action is the start of an activity, and not the task that leads to it",
            Progress::toAction,
            2,
            List.of(
                event(101, EVENT_TYPE_WORKFLOW_TASK_STARTED),
                event(102, EVENT_TYPE_ACTIVITY_TASK_STARTED))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itIsCountedFromThePollToWhatAWorkerDid(Case each) {
    assertThat(each.measure().of(POLLS, each.events()))
        .isEqualTo(Duration.ofSeconds(each.seconds()));
  }

  @Test
  void aRunThatWasOverBeforeShowsNothing() {
    assertThatThrownBy(
            () -> Progress.after(POLLS, List.of(event(99, EVENT_TYPE_WORKFLOW_TASK_COMPLETED))))
        .hasMessageContaining("no worker did anything after");
  }

  private static HistoryEvent event(long second, EventType type) {
    return HistoryEvent.newBuilder()
        .setEventType(type)
        .setEventTime(Timestamp.newBuilder().setSeconds(second))
        .build();
  }
}
