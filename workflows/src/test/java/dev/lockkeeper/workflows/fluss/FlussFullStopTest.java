package dev.lockkeeper.workflows.fluss;

import static dev.lockkeeper.workflows.fluss.FlussRequests.fullStop;
import static dev.lockkeeper.workflows.fluss.FlussRequests.policy;
import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static dev.lockkeeper.workflows.fluss.FlussRequests.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** For releases that cannot run side by side. */
class FlussFullStopTest {
  private final FakeFlussNodes cluster = new FakeFlussNodes("0.6.0");
  private final InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void tabletServersStopThenTheCoordinatorServerWhichStartsFirst() {
    Run run =
        temporal.start(
            FlussUpgrade.TYPE, "upgrade-orders", request(version("0.7.0").andThen(fullStop())));

    Question gate = run.question("full-stop");
    assertThat(gate.title()).isEqualTo("Stop all 4 servers of orders: reads and writes stop");
    assertThat(gate.detail()).contains("changed on tablet-1", "changed on coordinator-1");
    assertThat(cluster.actions()).isEmpty();
    assertThat(run.approveEverything()).containsExactly("full-stop", "applications");
    UpgradeReport report = run.completed();

    List<String> actions = cluster.actions();
    assertThat(actions.subList(0, 3))
        .containsExactlyInAnyOrder("stop tablet-1 #1", "stop tablet-2 #1", "stop tablet-3 #1");
    assertThat(actions.subList(3, 5))
        .containsExactly("stop coordinator-1 #1", "start coordinator-1 #1");
    assertThat(actions.subList(5, 8))
        .containsExactlyInAnyOrder("start tablet-1 #1", "start tablet-2 #1", "start tablet-3 #1");
    assertThat(actions).hasSize(8);
    assertThat(report.nodes()).extracting(NodeStatus::state).containsOnly(NodeState.UPGRADED);
    assertThat(report.nodes()).extracting(NodeStatus::version).containsOnly("0.7.0");
    assertThat(report.nodes()).extracting(NodeStatus::downSeconds).containsOnly(6.5);
  }

  @Test
  void nothingStopsWhenTheClusterIsUnhealthyAfterTheApproval() {
    Run run =
        temporal.start(
            FlussUpgrade.TYPE, "upgrade-orders", request(version("0.7.0").andThen(fullStop())));
    run.question("full-stop");
    cluster.badLook("replicas", "out of sync");
    run.approve("full-stop");

    run.question("healthy");

    assertThat(cluster.actions()).isEmpty();
    run.answer("healthy", Choice.ABORT);
    run.failed();
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void aServerThatDoesNotStopIsAQuestionWhileTheCoordinatorServerStaysUp() {
    cluster.fail("stop", "tablet-2", FailureReason.TIMEOUT, "still running after 10 minutes");
    Run run =
        temporal.start(
            FlussUpgrade.TYPE,
            "upgrade-orders",
            request(version("0.7.0").andThen(fullStop()).andThen(policy("none"))));

    run.question("tablet-2.stop");

    assertThat(cluster.actions()).doesNotContain("stop coordinator-1 #1");
    run.answer("tablet-2.stop", Choice.RETRY);
    run.completed();
    assertThat(cluster.actions()).contains("stop tablet-2 #2", "stop coordinator-1 #1");
  }

  @Test
  void abortBetweenTheStopsBringsEveryServerBackOnTheOldRelease() {
    cluster.fail("stop", "coordinator-1", FailureReason.TIMEOUT, "still running after 10 minutes");
    Run run =
        temporal.start(
            FlussUpgrade.TYPE,
            "upgrade-orders",
            request(version("0.7.0").andThen(fullStop()).andThen(policy("none"))));

    run.question("coordinator-1.stop");
    run.answer("coordinator-1.stop", Choice.ABORT);
    UpgradeReport report = run.failedReport();

    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(report.reason()).endsWith("what had been begun was taken back");
    assertThat(report.nodes()).extracting(NodeStatus::state).containsOnly(NodeState.RESTORED);
    List<String> actions = cluster.actions();
    assertThat(actions.subList(4, actions.size()))
        .containsExactly(
            "start coordinator-1 #1",
            "start tablet-3 #1",
            "start tablet-2 #1",
            "start tablet-1 #1");
  }

  @Test
  void abortBetweenTheStartsBringsTheRestUpOnTheNewRelease() {
    cluster.fail("start", "tablet-2", FailureReason.FAILED_COMMAND, "port in use");
    Run run =
        temporal.start(
            FlussUpgrade.TYPE,
            "upgrade-orders",
            request(version("0.7.0").andThen(fullStop()).andThen(policy("none"))));

    run.question("tablet-2.start");
    run.answer("tablet-2.start", Choice.ABORT);
    UpgradeReport report = run.failedReport();

    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(report.nodes()).extracting(NodeStatus::state).containsOnly(NodeState.RECOVERING);
    assertThat(cluster.actions()).filteredOn("start tablet-2 #1"::equals).hasSize(2);
  }

  @Test
  void aServerThatCannotBeBroughtBackIsNamedAtTheEnd() {
    cluster.fail("stop", "coordinator-1", FailureReason.TIMEOUT, "still running after 10 minutes");
    cluster.fail("start", "tablet-3", FailureReason.FAILED_COMMAND, "port in use");
    Run run =
        temporal.start(
            FlussUpgrade.TYPE,
            "upgrade-orders",
            request(version("0.7.0").andThen(fullStop()).andThen(policy("none"))));
    run.question("coordinator-1.stop");
    run.answer("coordinator-1.stop", Choice.ABORT);

    run.question("tablet-3.bring-back");
    assertThat(run.status().phase()).isEqualTo("Undo");
    run.answer("tablet-3.bring-back", Choice.ABORT);

    assertThat(run.failedReport().reason()).endsWith("NOT taken back: tablet-server tablet-3");
  }

  @Test
  void aServerThatDoesNotStartIsAQuestionAndRetryMakesANewAttempt() {
    cluster.fail("start", "coordinator-1", FailureReason.FAILED_COMMAND, "port in use");
    Run run =
        temporal.start(
            FlussUpgrade.TYPE,
            "upgrade-orders",
            request(version("0.7.0").andThen(fullStop()).andThen(policy("none"))));

    Question blocked = run.question("coordinator-1.start");

    assertThat(blocked.choices()).containsExactly(Choice.RETRY, Choice.ABORT);
    run.answer("coordinator-1.start", Choice.RETRY);
    run.completed();
    assertThat(cluster.actions())
        .containsSubsequence("start coordinator-1 #1", "start coordinator-1 #2");
  }

  @Test
  void aClusterThatIsUpgradedAlreadyIsNotStopped() {
    for (String node : List.of("tablet-1", "tablet-2", "tablet-3", "coordinator-1")) {
      cluster.runs(node, "0.7.0");
    }
    Run run =
        temporal.start(
            FlussUpgrade.TYPE,
            "upgrade-orders",
            request(version("0.7.0").andThen(fullStop()).andThen(policy("none"))));

    run.completed();

    assertThat(cluster.actions()).isEmpty();
  }
}
