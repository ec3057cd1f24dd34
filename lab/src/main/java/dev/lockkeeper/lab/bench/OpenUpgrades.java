package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabException;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Upgrades that wait at a gate, more and more of them, all on one worker. */
final class OpenUpgrades {
  private static final int NODES = 3;

  /** One gate stays closed, so that the run stays open. */
  private static final int GATES_TO_OPEN = NODES - 1;

  private static final int AT_A_TIME = 100;
  private static final int APPROVALS = 100;
  private static final Duration BETWEEN_APPROVALS = Duration.ofMillis(100);
  private static final Duration BOUND = Duration.ofMinutes(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);

  private final Surroundings surroundings;
  private final String queue;
  private final Random random = new Random(1);
  private final List<BenchRun> runs = new ArrayList<>();
  private final Map<BenchRun, Integer> opened = new HashMap<>();

  /**
   * @param queue that the worker polls, and nobody else uses
   */
  OpenUpgrades(Surroundings surroundings, String queue) {
    this.surroundings = surroundings;
    this.queue = queue;
  }

  /** Starts as many as are missing, and waits until all wait. */
  void growTo(int count) throws InterruptedException {
    WorkflowClient client = surroundings.client();
    while (runs.size() < count) {
      // Not more at a time than the worker keeps in memory: it is their waiting that is measured.
      int some = Math.min(count, runs.size() + AT_A_TIME);
      while (runs.size() < some) {
        String cluster = queue + "-" + (runs.size() + 1);
        runs.add(BenchRun.start(client, queue, PretendRequest.of(cluster, NODES)));
      }
      awaitAllAtTheirGates();
    }
  }

  /**
   * Opens gates of runs taken at random, one after another.
   *
   * @return of each the seconds from the approval's sending to the start of what it allows
   */
  List<Double> approveSome() throws InterruptedException {
    List<Double> latencies = new ArrayList<>();
    while (latencies.size() < Math.min(APPROVALS, GATES_TO_OPEN * runs.size())) {
      List<BenchRun> able =
          new ArrayList<>(
              runs.stream().filter(run -> opened.getOrDefault(run, 0) < GATES_TO_OPEN).toList());
      if (able.isEmpty()) {
        break;
      }
      Collections.shuffle(able, random);
      latencies.addAll(
          approve(able.subList(0, Math.min(able.size(), APPROVALS - latencies.size()))));
    }
    return latencies;
  }

  private List<Double> approve(List<BenchRun> chosen) throws InterruptedException {
    Map<BenchRun, Instant> sent = new HashMap<>();
    for (BenchRun run : chosen) {
      // No question before: the answer would bring a run back that the worker has put away.
      String gate = "node-" + opened.merge(run, 1, Integer::sum);
      sent.put(run, Instant.now());
      run.approve(gate);
      Thread.sleep(BETWEEN_APPROVALS.toMillis());
    }
    awaitAllAtTheirGates();
    List<Double> latencies = new ArrayList<>();
    sent.forEach(
        (run, at) ->
            latencies.add(
                Progress.toAction(
                            at,
                            surroundings
                                .client()
                                .fetchHistory(run.workflowId(), run.runId())
                                .getEvents())
                        .toMillis()
                    / 1e3));
    return latencies;
  }

  /** Asks the service and not the runs, which are left in peace. */
  private void awaitAllAtTheirGates() throws InterruptedException {
    String query =
        "TaskQueue = '%s' AND ExecutionStatus = 'Running' AND LockkeeperState = 'WAITING'"
            .formatted(queue);
    long begin = System.nanoTime();
    long said = begin;
    long waiting = 0;
    while (System.nanoTime() - begin < BOUND.toNanos()) {
      waiting = surroundings.client().countWorkflows(query).getCount();
      if (waiting == runs.size()) {
        return;
      }
      if (System.nanoTime() - said > BETWEEN_WORDS.toNanos()) {
        said = System.nanoTime();
        surroundings.say("scale: %d of %d upgrades wait".formatted(waiting, runs.size()));
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
    throw new LabException(
        "Only %d of %d upgrades wait at a gate after %d min"
            .formatted(waiting, runs.size(), BOUND.toMinutes()));
  }

  /** Ends all. */
  void terminate() {
    runs.forEach(BenchRun::terminate);
  }
}
