package dev.lockkeeper.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How soon a run goes on. */
class ProgressTest {
  private static final Instant POLLS = Instant.ofEpochSecond(100);

  @Test
  void whatTheServerNoticesByItselfIsNoProgressAndNeitherIsWhatWasBefore() {
    List<HistoryEvent> events =
        List.of(
            event(99, EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED),
            event(101, EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT),
            event(102, EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED),
            event(103, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED),
            event(104, EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED));

    assertThat(Progress.after(POLLS, events)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aStartIsWrittenLateAndCountsWithItsOwnTime() {
    List<HistoryEvent> events =
        List.of(
            event(104, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED),
            event(101, EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED));

    assertThat(Progress.after(POLLS, events)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anActionIsTheStartOfAnActivityAndNotTheTaskThatLeadsToIt() {
    List<HistoryEvent> events =
        List.of(
            event(101, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED),
            event(102, EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED));

    assertThat(Progress.toAction(POLLS, events)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aRunThatWasOverBeforeShowsNothing() {
    assertThatThrownBy(
            () ->
                Progress.after(
                    POLLS, List.of(event(99, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED))))
        .hasMessageContaining("no worker did anything after");
  }

  private static HistoryEvent event(long second, EventType type) {
    return HistoryEvent.newBuilder()
        .setEventType(type)
        .setEventTime(Timestamp.newBuilder().setSeconds(second))
        .build();
  }
}
