package dev.lockkeeper.lab.bench;

import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What a worker has done for a run, as the run's history has it. */
final class Progress {
  /** What only a worker brings about; a server notices a lost worker without one. */
  private static final Set<EventType> BY_WORKERS =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);

  private Progress() {}

  /**
   * How long after a moment a worker first did something.
   *
   * @throws IllegalArgumentException when none did
   */
  static Duration after(Instant moment, List<HistoryEvent> events) {
    return first(moment, events, BY_WORKERS);
  }

  /**
   * How long after a moment the next activity began.
   *
   * @throws IllegalArgumentException when none did
   */
  static Duration toAction(Instant moment, List<HistoryEvent> events) {
    return first(moment, events, Set.of(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED));
  }

  private static Duration first(Instant moment, List<HistoryEvent> events, Set<EventType> types) {
    return events.stream()
        .filter(event -> types.contains(event.getEventType()))
        .map(event -> at(event.getEventTime()))
        .filter(at -> !at.isBefore(moment))
        .min(Instant::compareTo)
        .map(at -> Duration.between(moment, at))
        .orElseThrow(() -> new IllegalArgumentException("no worker did anything after " + moment));
  }

  private static Instant at(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
