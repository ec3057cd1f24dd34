package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.lookalike.Expectation;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeReport;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run in which nothing happens, and the points that it shows. */
final class GoldenRun {
  private GoldenRun() {}

  /**
   * Runs it on a lane.
   *
   * @return a point after each batch of events that the server writes at once, one inside of each
   *     activity, one at each mark of a job
   */
  static List<Point> points(Lane lane) throws InterruptedException {
    Trial trial = new Trial(lane, new Point.Never(), anyLane -> {}, (at, question) -> Choice.ABORT);
    Attempt attempt =
        trial.run(
            lane.cluster().request(), Expectation.upgraded(lane.cluster().target().version()));
    if (!attempt.converged()) {
      throw new LabException("The run in which nothing happens did not go well: " + attempt);
    }
    List<Point> points = new ArrayList<>(afterEvents(trial.events()));
    points.addAll(atMarks(trial.report().orElseThrow()));
    return points;
  }

  private static List<Point> afterEvents(List<HistoryEvent> events) {
    Map<Long, Long> durations = new HashMap<>();
    Map<Long, HistoryEvent> byId = new HashMap<>();
    for (HistoryEvent event : events) {
      byId.put(event.getEventId(), event);
      if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED) {
        long scheduled = event.getActivityTaskCompletedEventAttributes().getScheduledEventId();
        HistoryEvent begin = byId.get(scheduled);
        durations.put(scheduled, begin == null ? 0 : millis(event) - millis(begin));
      }
    }
    List<Point> points = new ArrayList<>();
    // After the last event there is nothing left that could go wrong.
    for (int i = 0; i < events.size() - 1; i++) {
      HistoryEvent event = events.get(i);
      String type = event.getEventType().name().replace("EVENT_TYPE_", "");
      if (!areWrittenTogether(event, events.get(i + 1))) {
        points.add(new Point.AfterEvent(event.getEventId(), type, 0));
      }
      Long duration = durations.get(event.getEventId());
      if (duration != null && duration > 1) {
        points.add(new Point.AfterEvent(event.getEventId(), type, duration / 2));
      }
    }
    return points;
  }

  /**
   * Whether there is no moment between two events, because the server writes them at once: the
   * start and the end of an activity with the task that tells of it, and what a workflow task has
   * decided with its end (Temporal 1.29).
   */
  private static boolean areWrittenTogether(HistoryEvent event, HistoryEvent next) {
    boolean tells = next.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED;
    return switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_STARTED -> true;
      case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
          EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
          EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
          EVENT_TYPE_TIMER_FIRED ->
          tells;
      case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> isDecision(next);
      default -> isDecision(event) && isDecision(next);
    };
  }

  private static boolean isDecision(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
          EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
          EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED,
          EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
          EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
          EVENT_TYPE_TIMER_STARTED,
          EVENT_TYPE_TIMER_CANCELED,
          EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
          true;
      default -> false;
    };
  }

  private static long millis(HistoryEvent event) {
    return event.getEventTime().getSeconds() * 1000 + event.getEventTime().getNanos() / 1_000_000;
  }

  private static List<Point> atMarks(UpgradeReport report) {
    List<Point> points = new ArrayList<>();
    for (StepRecord step : report.steps()) {
      String node = step.node();
      if (node != null) {
        step.marks().forEach(mark -> points.add(new Point.AtMark(node, mark.name())));
      }
    }
    return points;
  }
}
