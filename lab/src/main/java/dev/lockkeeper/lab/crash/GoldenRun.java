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
   * @return a point after each event, one inside of each activity, one at each mark of a job
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
    for (HistoryEvent event : events.subList(0, events.size() - 1)) {
      String type = event.getEventType().name().replace("EVENT_TYPE_", "");
      points.add(new Point.AfterEvent(event.getEventId(), type, 0));
      Long duration = durations.get(event.getEventId());
      if (duration != null && duration > 1) {
        points.add(new Point.AfterEvent(event.getEventId(), type, duration / 2));
      }
    }
    return points;
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
