package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.lookalike.Expectation;
import dev.lockkeeper.lab.lookalike.LookalikeCluster;
import dev.lockkeeper.lab.lookalike.LookalikeNode;
import dev.lockkeeper.lab.lookalike.LookalikeObserver;
import dev.lockkeeper.lab.lookalike.LookalikeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An upgrade of three nodes whose worker is killed at a random moment while another one is ready,
 * beside one that is left alone.
 */
final class RecoverBench implements Benchmark {
  private static final String PART = "recover";
  private static final String NAME = "bench-recover";
  private static final String ALONE = "wall time of the upgrade that is left alone";
  private static final String PROGRESS = "from the new worker's first poll to the next progress";
  private static final String LOST = "time that the killed worker costs in all";
  private static final long SEED = 7;
  private static final double PRODUCT_SECONDS = 0.5;

  /** So that the run has begun and is not over. */
  private static final double EARLIEST = 0.1;

  private static final double LATEST = 0.85;

  private final List<Double> alone = new ArrayList<>();
  private final List<Double> progress = new ArrayList<>();
  private final List<Double> lost = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  @Override
  public Measured run(Surroundings surroundings, int runs) throws InterruptedException {
    List.of(alone, progress, lost, violations).forEach(List::clear);
    Random random = new Random(SEED);
    try (LabNetwork network = LabNetwork.open(LookalikeCluster.HOST_NAMES)) {
      LookalikeCluster cluster = LookalikeCluster.up(network, NAME);
      try (WorkerRelay relay =
          new WorkerRelay(
              surroundings, LockkeeperWay.order(surroundings, cluster), NAME + "-worker")) {
        surroundings.say(PART + ": to warm up");
        leaveAlone(surroundings, cluster);
        for (int i = 1; i <= runs; i++) {
          surroundings.say("%s: left alone, %d of %d".formatted(PART, i, runs));
          double whole = leaveAlone(surroundings, cluster);
          alone.add(whole);
          double moment = whole * (EARLIEST + (LATEST - EARLIEST) * random.nextDouble());
          surroundings.say("%s: killed after %.1f s, %d of %d".formatted(PART, moment, i, runs));
          lost.add(disturb(surroundings, cluster, relay, moment) - whole);
          if (i < runs) {
            relay.prepareNext();
          }
        }
      }
    }
    violations.forEach(surroundings::say);
    return measured();
  }

  private double leaveAlone(Surroundings surroundings, LookalikeCluster cluster) {
    prepare(cluster);
    try (LookalikeObserver observer = LookalikeObserver.of(cluster)) {
      long began = System.nanoTime();
      begin(surroundings, cluster).await();
      double wall = (System.nanoTime() - began) / 1e9;
      judge(cluster, observer);
      return wall;
    }
  }

  private double disturb(
      Surroundings surroundings, LookalikeCluster cluster, WorkerRelay relay, double moment)
      throws InterruptedException {
    prepare(cluster);
    try (LookalikeObserver observer = LookalikeObserver.of(cluster)) {
      long began = System.nanoTime();
      BenchRun run = begin(surroundings, cluster);
      Thread.sleep(Duration.ofNanos((long) (moment * 1e9)).toMillis());
      Instant polls = relay.handOver();
      run.await();
      double wall = (System.nanoTime() - began) / 1e9;
      progress.add(
          Progress.after(
                      polls,
                      surroundings.client().fetchHistory(run.workflowId(), run.runId()).getEvents())
                  .toMillis()
              / 1e3);
      judge(cluster, observer);
      return wall;
    }
  }

  private static void prepare(LookalikeCluster cluster) {
    cluster.reset();
    for (LookalikeNode node : cluster.nodes()) {
      for (String what : List.of("stop.seconds", "start.seconds", "catchup.seconds")) {
        node.slow(what, PRODUCT_SECONDS);
      }
    }
  }

  private static BenchRun begin(Surroundings surroundings, LookalikeCluster cluster) {
    return BenchRun.start(surroundings.client(), cluster.name(), LockkeeperWay.request(cluster));
  }

  private void judge(LookalikeCluster cluster, LookalikeObserver observer) {
    LookalikeReport seen = observer.report(Expectation.upgraded(cluster.target().version()));
    violations.addAll(seen.violations());
  }

  private Measured measured() {
    Series next = new Series(PART, PROGRESS, "lockkeeper", "s", progress);
    return new Measured(
        List.of(
            new Series(PART, ALONE, "lockkeeper", "s", alone),
            next,
            new Series(PART, LOST, "lockkeeper", "s", lost)),
        List.of(
            new Bar(PART, PROGRESS, next.median(), 5, "s"),
            new Bar(PART, "things done twice or left behind", violations.size(), 0, "")));
  }
}
