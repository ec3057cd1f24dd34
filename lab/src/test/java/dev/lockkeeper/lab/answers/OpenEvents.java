package dev.lockkeeper.lab.answers;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.Set;

/** What a history says is under way: as long as it is nothing, only a message can move the run. */
final class OpenEvents {
  private static final Set<EventType> BEGIN =
      Set.of(
          EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
          EventType.EVENT_TYPE_TIMER_STARTED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);

  private static final Set<EventType> END =
      Set.of(
          EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED,
          EventType.EVENT_TYPE_TIMER_FIRED,
          EventType.EVENT_TYPE_TIMER_CANCELED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);

  private OpenEvents() {}

  /** How many activities, timers and workflow tasks have begun and not ended. */
  static long count(List<HistoryEvent> history) {
    return history.stream().filter(event -> BEGIN.contains(event.getEventType())).count()
        - history.stream().filter(event -> END.contains(event.getEventType())).count();
  }
}
