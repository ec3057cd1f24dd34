package dev.lockkeeper.lab.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an upgrade of many nodes costs for each of them, over all the runs that it continues as.
 *
 * @param events of the histories, from the restart of one node to that of the next, in their order
 * @param seconds likewise
 */
record LongUpgrade(List<Double> events, List<Double> seconds) {
  private static final String RESTART = "LookalikeRestart";

  /** Runs one without gates. */
  static LongUpgrade run(WorkflowClient client, String queue, String cluster, int nodes) {
    ObjectNode request = PretendRequest.of(cluster, nodes);
    request.putObject("gates").put("policy", "none");
    BenchRun run = BenchRun.start(client, queue, request);
    run.await();
    return of(chain(client, run.workflowId(), run.runId()));
  }

  private static List<HistoryEvent> chain(WorkflowClient client, String workflow, String first) {
    List<HistoryEvent> all = new ArrayList<>();
    String run = first;
    while (!run.isEmpty()) {
      all.addAll(client.fetchHistory(workflow, run).getEvents());
      run =
          all.get(all.size() - 1)
              .getWorkflowExecutionContinuedAsNewEventAttributes()
              .getNewExecutionRunId();
    }
    return all;
  }

  /**
   * Reads it from the events of all runs.
   *
   * @param events in their order
   */
  static LongUpgrade of(List<HistoryEvent> events) {
    List<Integer> restarts =
        IntStream.range(0, events.size()).filter(i -> isRestart(events.get(i))).boxed().toList();
    List<Double> between = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    for (int i = 1; i < restarts.size(); i++) {
      int from = restarts.get(i - 1);
      int to = restarts.get(i);
      between.add((double) (to - from));
      seconds.add(at(events.get(to)) - at(events.get(from)));
    }
    return new LongUpgrade(between, seconds);
  }

  private static boolean isRestart(HistoryEvent event) {
    return event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
        && event
            .getActivityTaskScheduledEventAttributes()
            .getActivityType()
            .getName()
            .equals(RESTART);
  }

  private static double at(HistoryEvent event) {
    Timestamp time = event.getEventTime();
    return time.getSeconds() + time.getNanos() / 1e9;
  }

  /** The first tenth of such a list. */
  static List<Double> firstTenth(List<Double> all) {
    return all.subList(0, tenth(all));
  }

  /** The last tenth of such a list. */
  static List<Double> lastTenth(List<Double> all) {
    return all.subList(all.size() - tenth(all), all.size());
  }

  private static int tenth(List<Double> all) {
    return Math.max(1, all.size() / 10);
  }
}
