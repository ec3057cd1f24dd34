package dev.lockkeeper.workflows.fluss;

import static dev.lockkeeper.workflows.fluss.FlussRequests.policy;
import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The vendor's way, node by node. */
class FlussRollingTest {
  private final FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private final InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void tabletServersAreRestartedOneByOneAndTheCoordinatorServerLast() {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());

    List<String> gates = run.approveEverything();
    UpgradeReport report = run.completed();

    assertThat(gates)
        .containsExactly("tablet-1", "tablet-2", "tablet-3", "coordinator-1", "applications");
    assertThat(cluster.logFrom("safety tablet-1").subList(0, 16))
        .containsExactly(
            "safety tablet-1",
            "safety tablet-1",
            "restart tablet-1 #1",
            "in-sync tablet-1",
            "safety tablet-2",
            "safety tablet-2",
            "restart tablet-2 #1",
            "in-sync tablet-2",
            "safety tablet-3",
            "safety tablet-3",
            "restart tablet-3 #1",
            "in-sync tablet-3",
            "safety coordinator-1",
            "safety coordinator-1",
            "restart coordinator-1 #1",
            "in-sync coordinator-1");
    assertThat(report.outcome()).isEqualTo(UpgradeState.COMPLETED);
    assertThat(report.nodes())
        .extracting(NodeStatus::state, NodeStatus::from, NodeStatus::version)
        .containsOnly(
            org.assertj.core.groups.Tuple.tuple(NodeState.UPGRADED, "0.7.0", "0.9.1-incubating"));
    assertThat(report.steps())
        .extracting(StepRecord::outcome)
        .containsOnly("done", "approved by ann");
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void everythingIsInspectedBeforeAnythingIsStagedAndStagedBeforeAnythingStops() {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));
    run.completed();

    List<String> log = cluster.log();
    int lastInspection = lastIndex(log, "inspect ");
    assertThat(log.get(0)).isEqualTo("examine release");
    assertThat(log.subList(1, 5))
        .containsExactlyInAnyOrder(
            "inspect tablet-1", "inspect tablet-2", "inspect tablet-3", "inspect coordinator-1");
    assertThat(log.get(5)).isEqualTo("health cluster");
    assertThat(firstIndex(log, "stage ")).isGreaterThan(lastInspection);
    assertThat(firstIndex(log, "restart ")).isGreaterThan(lastIndex(log, "configure "));
    assertThat(log.get(log.size() - 1)).isEqualTo("health cluster");
  }

  @Test
  void aNodeThatRunsTheTargetAlreadyIsNotTouched() {
    cluster.runs("tablet-2", "0.9.1-incubating");
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));

    UpgradeReport report = run.completed();

    assertThat(cluster.actions())
        .containsExactly("restart tablet-1 #1", "restart tablet-3 #1", "restart coordinator-1 #1");
    assertThat(cluster.log()).doesNotContain("stage tablet-2", "configure tablet-2");
    assertThat(report.nodes().get(1).state()).isEqualTo(NodeState.PENDING);
    assertThat(report.nodes().get(1).version()).isEqualTo("0.9.1-incubating");
    assertThat(report.nodes().get(1).downSeconds()).isNull();
  }

  @Test
  void aClusterThatIsUpgradedAlreadyIsOnlyVerified() {
    for (String node : List.of("tablet-1", "tablet-2", "tablet-3", "coordinator-1")) {
      cluster.runs(node, "0.9.1-incubating");
    }
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));

    run.completed();

    assertThat(cluster.actions()).isEmpty();
    assertThat(cluster.log()).contains("observe tablet-1", "observe coordinator-1");
  }

  @Test
  void theDownTimeIsTheTimeBetweenTheMarksOfTheJob() {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));

    assertThat(run.completed().nodes()).extracting(NodeStatus::downSeconds).containsOnly(6.5);
  }

  @Test
  void noDownTimeIsClaimedWhenTheJobMadeNoMarks() {
    cluster.withoutMarks();
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));

    assertThat(run.completed().nodes()).extracting(NodeStatus::downSeconds).containsOnlyNulls();
  }

  @Test
  void aCanaryIsAskedForAndThenTheRestOfTheRoleAtOnce() {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("canary")));

    run.approve("tablet-1");
    assertThat(run.question("tablet-2").title())
        .isEqualTo("tablet-2, tablet-3: stop tablet-server and restart it on 0.9.1-incubating");

    assertThat(run.approveEverything())
        .containsExactly("tablet-2", "coordinator-1", "applications");
    run.completed();
    assertThat(cluster.log()).containsSequence("safety tablet-3", "restart tablet-3 #1");
  }

  @Test
  void oneGateForEachRole() {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("per-role")));

    assertThat(run.question("tablet-1").title()).startsWith("tablet-1, tablet-2, tablet-3: ");
    assertThat(run.approveEverything())
        .containsExactly("tablet-1", "coordinator-1", "applications");
    run.completed();
  }

  @Test
  void withoutGatesNobodyIsAskedButEveryStopIsCheckedAllTheSame() {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));

    UpgradeReport report = run.completed();

    assertThat(report.decisions()).isEmpty();
    assertThat(cluster.log())
        .contains("safety tablet-1", "safety tablet-2", "safety tablet-3", "safety coordinator-1");
  }

  @Test
  void aNodeIsNotStoppedWhileItIsNotSafe() {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());
    run.question("tablet-1");
    cluster.goodLook();
    cluster.badLook("replicas", "2 of 12 buckets out of sync");
    run.approve("tablet-1");

    Question blocked = run.question("tablet-2.safety");
    UpgradeStatus status = run.status();

    assertThat(blocked.choices()).containsExactly(Choice.RETRY, Choice.ABORT);
    assertThat(blocked.failure()).hasToString("UNHEALTHY: replicas: 2 of 12 buckets out of sync");
    assertThat(status.state()).isEqualTo(UpgradeState.BLOCKED);
    assertThat(status.nodes().get(1).state()).isEqualTo(NodeState.BLOCKED);
    assertThat(cluster.actions()).containsExactly("restart tablet-1 #1");

    run.answer("tablet-2.safety", Choice.RETRY);
    run.approveEverything();
    assertThat(run.completed().nodes()).allMatch(node -> node.state() == NodeState.UPGRADED);
  }

  @Test
  void anUnsafeNodeMayEndTheRun() {
    cluster.goodLook();
    cluster.badLook("replicas", "out of sync");
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());
    run.answer("tablet-1.safety", Choice.ABORT);

    UpgradeReport report = run.failedReport();

    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(report.reason()).contains("not safe", "replicas: out of sync");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void theGateIsAskedAgainWhenTheClusterGotWorseAfterTheApproval() {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());
    run.question("tablet-1");
    cluster.badLook("replicas", "1 bucket out of sync");
    run.approve("tablet-1");

    Question again = run.question("tablet-1#2");

    assertThat(again.reason())
        .isEqualTo("approved, but not safe any more: replicas: 1 bucket out of sync");
    assertThat(cluster.actions()).isEmpty();
    run.approveEverything();
    run.completed();
    assertThat(cluster.actions()).first().isEqualTo("restart tablet-1 #1");
  }

  @Test
  void theProcedureStopsAtOnceWhenARestartedNodeRunsTheWrongVersion() {
    cluster.pretend("tablet-1", "0.7.0");
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));

    Question blocked = run.question("tablet-1.in-sync");

    assertThat(blocked.failure())
        .hasToString("UNHEALTHY: tablet-1 runs 0.7.0 instead of 0.9.1-incubating");
    assertThat(blocked.choices()).containsExactly(Choice.RETRY, Choice.RESTORE, Choice.ABORT);
    assertThat(cluster.actions()).containsExactly("restart tablet-1 #1");
    run.answer("tablet-1.in-sync", Choice.ABORT);
    run.failed();
  }

  @Test
  void aRunThatSeesAWrongVersionAtTheEndFails() throws InterruptedException {
    FakeFlussNodes.Hold hold = cluster.hold("in-sync", "coordinator-1");
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));
    hold.reached();
    cluster.pretend("tablet-1", "0.7.0");
    hold.release();

    ApplicationFailure failure = run.failed();

    assertThat(failure.getType()).isEqualTo("FAILED");
    assertThat(failure.getOriginalMessage())
        .isEqualTo("tablet-1 runs 0.7.0 instead of 0.9.1-incubating");
  }

  @Test
  void aClusterThatLooksUnhealthyAtTheEndIsAQuestion() throws InterruptedException {
    FakeFlussNodes.Hold hold = cluster.hold("observe", "coordinator-1");
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));
    hold.reached();
    cluster.badLook("replicas", "a dip");
    hold.release();

    run.answer("healthy", Choice.RETRY);

    assertThat(run.completed().outcome()).isEqualTo(UpgradeState.COMPLETED);
  }

  private static int firstIndex(List<String> log, String start) {
    return log.indexOf(
        log.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow());
  }

  private static int lastIndex(List<String> log, String start) {
    return log.stream()
        .filter(line -> line.startsWith(start))
        .mapToInt(log::lastIndexOf)
        .max()
        .orElseThrow();
  }
}
