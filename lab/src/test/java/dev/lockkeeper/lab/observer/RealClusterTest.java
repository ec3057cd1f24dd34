package dev.lockkeeper.lab.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.fluss.ClusterState;
import dev.lockkeeper.lab.fluss.ClusterStateReader;
import dev.lockkeeper.lab.fluss.FlussCluster;
import dev.lockkeeper.lab.fluss.FlussNode;
import dev.lockkeeper.lab.fluss.FlussRelease;
import dev.lockkeeper.lab.fluss.FlussVersion;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.load.Load;
import dev.lockkeeper.lab.load.LoadReport;
import dev.lockkeeper.lab.process.WholeMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Fluss 0.7.0 on the lab's hosts. */
@WholeMachine
class RealClusterTest {

  @TempDir private Path directory;

  @Test
  void anApplicationLosesNothingWhileATabletIsRestartedByHandAndTheObserverSeesIt() {
    try (LabNetwork network = LabNetwork.open(FlussCluster.HOST_NAMES)) {
      FlussCluster cluster =
          FlussCluster.install(network, FlussRelease.assemble(FlussVersion.V0_7_0));
      cluster.start();
      cluster.awaitReady();
      assertThat(cluster.nodes())
          .allSatisfy(node -> assertThat(cluster.runningVersion(node)).contains("0.7.0"));

      try (Load load = Load.start(cluster.bootstrapServers(), FlussVersion.V0_7_0, 100, directory);
          Observer observer = Observer.of(cluster)) {
        awaitTables(cluster);
        restart(cluster, cluster.node("tablet-2"));
        runUntil(observer.report().from().plusSeconds(10));
        LoadReport rows = load.stop();
        ObserverReport seen = observer.report();

        assertThat(rows.acknowledged()).isPositive();
        assertThat(rows.lost()).isZero();
        assertThat(rows.readBack()).isGreaterThanOrEqualTo(rows.acknowledged());
        assertThat(seen.downIntervals())
            .singleElement()
            .satisfies(down -> assertThat(down.node()).isEqualTo("tablet-2"));
        assertThat(seen.downTime("tablet-2")).isPositive();
        assertThat(seen.starts())
            .singleElement()
            .satisfies(
                start -> {
                  assertThat(start.node()).isEqualTo("tablet-2");
                  assertThat(start.version()).isEqualTo("0.7.0");
                });
        assertThat(seen.violations()).isEmpty();
        assertThat(seen.blindSpots()).isEmpty();
        assertThat(seen.toJson()).contains("\"downIntervals\" : [ {", "\"tablet-2\"");

        restart(cluster, cluster.node("tablet-2"));
        await(() -> !observer.report().violations().isEmpty());
        assertThat(observer.report().violations())
            .singleElement()
            .satisfies(
                violation -> {
                  assertThat(violation.kind()).isEqualTo(Violation.Kind.STARTED_AGAIN);
                  assertThat(violation.subject()).isEqualTo("tablet-2");
                });
      }
    }
  }

  private static void restart(FlussCluster cluster, FlussNode node) {
    cluster.control(node, FlussVersion.V0_7_0, "stop").orThrow();
    cluster.control(node, FlussVersion.V0_7_0, "start").orThrow();
    cluster.awaitReady();
  }

  /** Until both tables of the load are there and complete. */
  private static void awaitTables(FlussCluster cluster) {
    try (ClusterStateReader reader = cluster.reader()) {
      await(
          () -> {
            try {
              ClusterState state = reader.read();
              return state.isWhole() && state.buckets().size() == 6;
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  private static void runUntil(Instant end) {
    await(() -> Instant.now().isAfter(end));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for 30 s").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
