package dev.lockkeeper.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.demo.Practice;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.fluss.ClusterState;
import dev.lockkeeper.lab.fluss.ClusterStateReader;
import dev.lockkeeper.lab.fluss.FlussNode;
import dev.lockkeeper.lab.fluss.FlussVersion;
import dev.lockkeeper.lab.load.Load;
import dev.lockkeeper.lab.load.LoadReport;
import dev.lockkeeper.lab.observer.Observer;
import dev.lockkeeper.lab.observer.ObserverReport;
import dev.lockkeeper.lab.plan.Disturbances;
import dev.lockkeeper.lab.plan.PlanFirst;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.WholeMachine;
import dev.lockkeeper.lab.temporal.LocalTemporal;
import dev.lockkeeper.lab.temporal.TemporalCli;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.fluss.FlussUpgradeWorkflow;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fluss 0.7.0 to 0.9.1 under load, while both halves of the orchestrator are killed. */
@WholeMachine
@Timeout(600)
class KilledOrchestratorTest {
  private static final String TARGET = "0.9.1-incubating";

  @TempDir private Path directory;

  @Test
  void theUpgradeGoesOnAfterTheServerWasKilledAtAGateAndTheWorkerWhileATabletServerWasDown()
      throws Exception {
    TemporalServer temporal = TemporalServer.onFreePorts(cli(), directory);
    try (Practice practice =
            Practice.open(
                () -> started(temporal),
                FlussVersion.V0_7_0,
                FlussVersion.V0_9_1,
                directory,
                FreePorts.one(),
                line -> {});
        Load load =
            Load.start(practice.cluster().bootstrapServers(), FlussVersion.V0_7_0, 50, directory)) {
      awaitTables(practice);
      try (Observer observer = Observer.of(practice.cluster())) {
        ObjectNode request = practice.request();
        Files.writeString(directory.resolve("request.json"), request.toPrettyString());
        PlanFirst plan =
            PlanFirst.make(
                practice.temporal().address(),
                directory,
                practice.files(),
                () -> Disturbances.of(observer.report()));
        UpgradeRun run = UpgradeRun.start(practice.client(), request);
        RunWatch watch = new RunWatch(run);

        watch.gate("tablet-1");
        temporal.kill9();
        assertThat(run.status()).isEmpty();
        temporal.restart();
        assertThat(watch.gate("tablet-1").approvals()).isEmpty();
        run.approve("tablet-1", "ann");

        FlussNode tablet = practice.cluster().node("tablet-1");
        watch.until(
            "tablet-1 is down",
            () ->
                practice.cluster().runningVersion(tablet).isEmpty()
                    ? Optional.of(true)
                    : Optional.empty());
        practice.worker().kill9();
        assertThat(practice.worker().isAlive()).isFalse();
        watch.until(
            "tablet-1 came back by itself",
            () -> practice.cluster().runningVersion(tablet).filter(TARGET::equals));
        practice.restartWorker();

        UpgradeReport report = watch.approveToTheEnd("ann");
        LoadReport writer = load.stop();
        ObserverReport seen = observer.report();

        assertThat(report.outcome()).as(report.reason()).isEqualTo(UpgradeState.COMPLETED);
        assertThat(plan.verdict(report).differences()).isEmpty();
        assertThat(report.nodes()).allSatisfy(KilledOrchestratorTest::upgraded);
        assertThat(practice.cluster().nodes())
            .allSatisfy(
                node -> assertThat(practice.cluster().runningVersion(node)).contains(TARGET));
        assertThat(seen.violations()).isEmpty();
        assertThat(seen.blindSpots()).isEmpty();
        assertThat(seen.starts()).as("each server was started once").hasSize(4);
        assertThat(writer.acknowledged()).isPositive();
        assertThat(writer.lost()).isZero();
        replay(run, "rolling-server-and-worker-killed");
      }
    }
  }

  private static void upgraded(NodeStatus node) {
    assertThat(node.state()).isEqualTo(NodeState.UPGRADED);
    assertThat(List.of(String.valueOf(node.from()), String.valueOf(node.version())))
        .containsExactly("0.7.0", TARGET);
    assertThat(node.downSeconds()).isPositive();
  }

  /**
   * What the real server has recorded must fit the code, or the next worker could not go on with an
   * open run.
   */
  static void replay(UpgradeRun run, String name) throws Exception {
    String history = run.history();
    String keep = System.getProperty("lockkeeper.histories", "");
    if (!keep.isEmpty()) {
      Files.writeString(Path.of(keep, name + ".json"), history);
    }
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance()) {
      Worker worker =
          environment.newWorker(
              "replay",
              // Cold class loading on a busy machine may take longer than the default second.
              WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(20_000).build());
      worker.registerWorkflowImplementationTypes(FlussUpgradeWorkflow.class);
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(history, run.workflowId()), worker);
    }
  }

  static void awaitTables(Practice practice) throws Exception {
    try (var reader = practice.cluster().reader()) {
      Awaited.until(
          "both tables of the application are there and whole",
          Duration.ofMinutes(1),
          () -> Optional.of(read(reader)).filter(KilledOrchestratorTest::hasBothTables),
          () -> "the cluster: " + read(reader));
    }
  }

  private static ClusterState read(ClusterStateReader reader) {
    try {
      return reader.read();
    } catch (KeeperException | IOException e) {
      throw new AssertionError("the cluster's ZooKeeper could not be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the cluster's ZooKeeper was read", e);
    }
  }

  private static boolean hasBothTables(ClusterState cluster) {
    return cluster.buckets().size() >= 2 && cluster.isWhole();
  }

  static TemporalCli cli() throws InterruptedException {
    TemporalCli.Search search = TemporalCli.find(line -> {});
    assertThat(search).isInstanceOf(TemporalCli.Found.class);
    return ((TemporalCli.Found) search).cli();
  }

  static TemporalService started(TemporalServer server) {
    server.start();
    try {
      server.awaitHealthy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    LocalTemporal local = server;
    return new TemporalService.Local(local, Optional.empty());
  }
}
