package dev.lockkeeper.lab.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much one worker carries: many upgrades that wait, and one of very many nodes. The nodes are
 * pretended, so that all the work is the orchestrator's. The figures are taken once each, whatever
 * the number of runs: they consist of many samples themselves.
 */
final class ScaleBench implements Benchmark {
  private static final String PART = "scale";
  private static final String WAY = "lockkeeper";
  private static final String QUEUE = "bench-scale";
  private static final List<Integer> CROWDS = List.of(10, 100, 1_000);
  private static final int NODES = 300;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final double HEAP_MEGABYTES = 512;
  private static final double EVENTS_PER_NODE = 45;

  /** A tenth more may be chance. */
  private static final double GROWTH = 1.1;

  @Override
  public Measured run(Surroundings surroundings, int runs) throws InterruptedException {
    BenchWorkerOrder order = new BenchWorkerOrder(surroundings.temporalAddress(), QUEUE, null);
    Measured measured = Measured.nothing();
    try (BenchWorkerProcess worker =
        BenchWorkerProcess.start(
                surroundings, order, QUEUE + "-worker", BenchWorkerProcess.AS_THE_LAUNCHER)
            .go()) {
      surroundings.say("%s: an upgrade of %d nodes".formatted(PART, NODES));
      measured =
          measured.and(
              ofOne(LongUpgrade.run(surroundings.client(), QUEUE, QUEUE + "-long", NODES)));
      OpenUpgrades open = new OpenUpgrades(surroundings, QUEUE);
      for (int crowd : CROWDS) {
        surroundings.say("%s: %d open upgrades".formatted(PART, crowd));
        open.growTo(crowd);
        measured = measured.and(ofMany(worker, open, crowd));
      }
      open.terminate();
    }
    return measured;
  }

  private static Measured ofMany(BenchWorkerProcess worker, OpenUpgrades open, int crowd)
      throws InterruptedException {
    WorkerNeeds needs = worker.needs();
    double before = worker.cpuSeconds();
    Thread.sleep(IDLE.toMillis());
    double idle = (worker.cpuSeconds() - before) / IDLE.toSeconds() * 100;
    String crowdOf = " with %d open upgrades".formatted(crowd);
    Series heap = one("heap in use" + crowdOf, "MB", needs.heapBytes() / 1e6);
    Series latency =
        new Series(PART, "from approval to action" + crowdOf, WAY, "s", open.approveSome());
    List<Bar> bars = new ArrayList<>();
    if (crowd == CROWDS.get(CROWDS.size() - 1)) {
      bars.add(new Bar(PART, heap.what(), heap.median(), HEAP_MEGABYTES, "MB"));
      bars.add(new Bar(PART, latency.what() + ", p99", latency.percentile(99), 1, "s"));
    }
    return new Measured(
        List.of(
            heap,
            one("threads" + crowdOf, "threads", needs.threads()),
            one("work of the idle worker" + crowdOf, "% of a core", idle),
            latency),
        bars);
  }

  private static Series one(String what, String unit, double value) {
    return new Series(PART, what, WAY, unit, List.of(value));
  }

  private static Measured ofOne(LongUpgrade upgrade) {
    Series firstEvents =
        tenth("events per node, first", "events", LongUpgrade.firstTenth(upgrade.events()));
    Series lastEvents =
        tenth("events per node, last", "events", LongUpgrade.lastTenth(upgrade.events()));
    Series firstSeconds =
        tenth("time per node, first", "s", LongUpgrade.firstTenth(upgrade.seconds()));
    Series lastSeconds =
        tenth("time per node, last", "s", LongUpgrade.lastTenth(upgrade.seconds()));
    return new Measured(
        List.of(firstEvents, lastEvents, firstSeconds, lastSeconds),
        List.of(
            new Bar(PART, lastEvents.what(), lastEvents.median(), EVENTS_PER_NODE, "events"),
            new Bar(
                PART,
                "events per node, last tenth beside the first",
                lastEvents.median() / firstEvents.median(),
                GROWTH,
                ""),
            new Bar(
                PART,
                "time per node, last tenth beside the first",
                lastSeconds.median() / firstSeconds.median(),
                GROWTH,
                "")));
  }

  private static Series tenth(String what, String unit, List<Double> samples) {
    return new Series(PART, what + " tenth of %d".formatted(NODES), WAY, unit, samples);
  }
}
