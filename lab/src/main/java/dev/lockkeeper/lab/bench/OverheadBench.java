package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.lookalike.Expectation;
import dev.lockkeeper.lab.lookalike.LookalikeCluster;
import dev.lockkeeper.lab.lookalike.LookalikeNode;
import dev.lockkeeper.lab.lookalike.LookalikeObserver;
import dev.lockkeeper.lab.lookalike.LookalikeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same upgrade of three nodes by a script, by a playbook and by Lockkeeper, by turns: what each
 * needs beyond what the product itself does, and how long each node is down.
 */
final class OverheadBench implements Benchmark {
  /** How long a cluster must look whole before it counts, for all three. */
  static final Duration STABLE = Duration.ofMillis(300);

  private static final String PART = "overhead";
  private static final String DOWN_PART = "down";
  private static final String FIRST =
      "wall time of the upgrade of three nodes, right after the start";
  private static final String WALL = "wall time of the upgrade of three nodes";
  private static final String CPU = "work of all the machine's cores meanwhile";
  private static final String OVERHEAD = "per node, beyond the product's own stop, start, catch-up";
  private static final String DOWN = "time in which a node does not answer, per node";

  /**
   * Turns after the first and before those that count. A worker's JVM compiles what it runs often.
   */
  private static final int MORE_TO_WARM_UP = 2;

  private static final double STOP_SECONDS = 0.5;
  private static final double START_SECONDS = 0.5;
  private static final double CATCH_UP_SECONDS = 0.5;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  /** The samples of one way. */
  private record Samples(
      List<Double> wall, List<Double> cpu, List<Double> overhead, List<Double> down) {
    Samples() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  @Override
  public Measured run(Surroundings surroundings, int runs)
      throws IOException, InterruptedException {
    Ansible ansible = Ansible.find(System.getenv());
    Path directory = Files.createDirectories(surroundings.directory().resolve(PART));
    Map<String, Samples> first = new LinkedHashMap<>();
    Map<String, Samples> samples = new LinkedHashMap<>();
    try (LabNetwork network = LabNetwork.open(LookalikeCluster.HOST_NAMES)) {
      LookalikeCluster cluster = LookalikeCluster.up(network, "bench-overhead");
      Ssh.configuration(network, directory);
      Ssh.inventory(network, "lookalike", directory);
      Ssh.lay(
          directory,
          List.of("upgrade.sh", "upgrade.yml", "whole.sh", "restart.sh", "tell.sh", "unpack.sh"));
      try (UpgradeWay lockkeeper = new LockkeeperWay(surroundings, cluster)) {
        List<UpgradeWay> ways =
            List.of(
                new BashWay(cluster, directory),
                new AnsibleWay(ansible, cluster, directory, network.directory()),
                lockkeeper);
        for (UpgradeWay way : ways) {
          surroundings.say("%s: %s, right after the start".formatted(PART, way.name()));
          upgrade(cluster, way, first.computeIfAbsent(way.name(), name -> new Samples()));
        }
        for (int i = 1 - MORE_TO_WARM_UP; i <= runs; i++) {
          for (UpgradeWay way : ways) {
            surroundings.say("%s: %s, %d of %d".formatted(PART, way.name(), i, runs));
            Samples into =
                i <= 0 ? new Samples() : samples.computeIfAbsent(way.name(), name -> new Samples());
            upgrade(cluster, way, into);
          }
        }
      }
    }
    return measured(first, samples);
  }

  private static void upgrade(LookalikeCluster cluster, UpgradeWay way, Samples into)
      throws IOException, InterruptedException {
    cluster.reset();
    for (LookalikeNode node : cluster.nodes()) {
      node.slow("stop.seconds", STOP_SECONDS);
      node.slow("start.seconds", START_SECONDS);
      node.slow("catchup.seconds", CATCH_UP_SECONDS);
    }
    try (LookalikeObserver observer = LookalikeObserver.of(cluster, BETWEEN_LOOKS)) {
      double busy = MachineClock.busySeconds();
      long began = System.nanoTime();
      way.upgrade();
      double wall = (System.nanoTime() - began) / 1e9;
      into.cpu().add(MachineClock.busySeconds() - busy);
      into.wall().add(wall);
      String target = cluster.target().version();
      LookalikeReport report = observer.report(Expectation.upgraded(target));
      if (!report.violations().isEmpty()) {
        throw new LabException(way.name() + " did not upgrade well: " + report.violations());
      }
      double own = 0;
      for (LookalikeNode node : cluster.nodes()) {
        own += NodeTimes.stopAndStart(report.events(), node.name()).toMillis() / 1e3;
        own += CATCH_UP_SECONDS + STABLE.toMillis() / 1e3;
        into.down().add(report.downTime(node.name()).toMillis() / 1e3);
      }
      into.overhead().add((wall - own) / cluster.nodes().size());
    }
  }

  private static Measured measured(Map<String, Samples> first, Map<String, Samples> samples) {
    List<Series> series = new ArrayList<>();
    first.forEach((way, of) -> series.add(new Series(PART, FIRST, way, "s", of.wall())));
    samples.forEach((way, of) -> series.add(new Series(PART, WALL, way, "s", of.wall())));
    samples.forEach((way, of) -> series.add(new Series(PART, CPU, way, "s", of.cpu())));
    samples.forEach((way, of) -> series.add(new Series(PART, OVERHEAD, way, "s", of.overhead())));
    samples.forEach((way, of) -> series.add(new Series(DOWN_PART, DOWN, way, "s", of.down())));
    Measured figures = new Measured(series, List.of());
    double own = figures.median(OVERHEAD, "lockkeeper");
    double down = figures.median(DOWN, "bash");
    return figures.and(
        new Measured(
            List.of(),
            List.of(
                new Bar(
                    PART,
                    "per node, beyond the script's",
                    own - figures.median(OVERHEAD, "bash"),
                    0.2,
                    "s"),
                new Bar(
                    PART, "beside Ansible's", own / figures.median(OVERHEAD, "ansible"), 0.2, ""),
                new Bar(
                    DOWN_PART,
                    "a node's down time, beyond the script's",
                    figures.median(DOWN, "lockkeeper") - down,
                    Math.max(0.05, 0.05 * down),
                    "s"))));
  }
}
