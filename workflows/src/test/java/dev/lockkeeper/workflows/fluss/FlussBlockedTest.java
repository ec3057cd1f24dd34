package dev.lockkeeper.workflows.fluss;

import static dev.lockkeeper.workflows.fluss.FlussRequests.policy;
import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static dev.lockkeeper.workflows.fluss.FlussRequests.version;
import static dev.lockkeeper.workflows.fluss.FlussRequests.waiver;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that fail, and what an operator may choose then. */
class FlussBlockedTest {
  private FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  private Run start(ObjectNode request) {
    return temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request);
  }

  private void clusterOf06() {
    temporal.close();
    cluster = new FakeFlussNodes("0.6.0");
    temporal = InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);
  }

  /** Every step of the rolling upgrade: what fails, on which node, the question's id. */
  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "stage, tablet-2, tablet-2.stage, false",
    "configure, tablet-2, tablet-2.configure, false",
    "safety, tablet-2, tablet-2.safety, false",
    "restart, tablet-2, tablet-2.restart, true",
    "in-sync, tablet-2, tablet-2.in-sync, true",
    "observe, tablet-2, tablet-2.observe, false",
    "restart, coordinator-1, coordinator-1.restart, true",
  })
  void aFailedStepIsAQuestionThatRetryAnswers(
      String action, String node, String question, boolean restorable) {
    cluster.fail(action, node, FailureReason.FAILED_COMMAND, "no space left on device");
    Run run = start(request(policy("none")));

    Question blocked = run.question(question);

    assertThat(blocked.failure()).hasToString("FAILED_COMMAND: no space left on device");
    assertThat(blocked.choices())
        .isEqualTo(
            restorable
                ? List.of(Choice.RETRY, Choice.RESTORE, Choice.ABORT)
                : List.of(Choice.RETRY, Choice.ABORT));
    assertThat(run.status().state()).isEqualTo(UpgradeState.BLOCKED);
    run.answer(question, Choice.RETRY);
    UpgradeReport report = run.completed();
    assertThat(report.steps()).filteredOn(step -> step.attempts() == 2).hasSize(1);
    assertThat(report.nodes()).allMatch(seen -> seen.state() == NodeState.UPGRADED);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "stage, tablet-2, tablet-2.stage",
    "configure, tablet-2, tablet-2.configure",
    "safety, tablet-2, tablet-2.safety",
    "restart, tablet-2, tablet-2.restart",
    "in-sync, tablet-2, tablet-2.in-sync",
    "observe, tablet-2, tablet-2.observe",
  })
  void abortEndsTheRunWithTheReasonAndTouchesNothingMore(
      String action, String node, String question) {
    cluster.fail(action, node, FailureReason.UNREACHABLE, "no route to host");
    Run run = start(request(policy("none")));
    run.question(question);
    List<String> before = cluster.actions();

    run.answer(question, Choice.ABORT);
    UpgradeReport report = run.failedReport();

    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(report.reason()).contains("UNREACHABLE: no route to host");
    assertThat(report.warnings()).anyMatch(line -> line.contains("no route to host"));
    assertThat(cluster.actions()).isEqualTo(before);
    assertThat(report.nodes()).noneMatch(seen -> seen.state() == NodeState.BLOCKED);
  }

  @Test
  void eachRetryIsANewAttemptOfTheJobAndANewQuestion() {
    cluster.fail("restart", "tablet-1", FailureReason.TIMEOUT, "did not stop in 10 minutes");
    cluster.fail("restart", "tablet-1", FailureReason.LOST, "the host was restarted");
    Run run = start(request(policy("none")));

    run.answer("tablet-1.restart", Choice.RETRY);
    assertThat(run.question("tablet-1.restart#2").failure())
        .hasToString("LOST: the host was restarted");
    run.answer("tablet-1.restart#2", Choice.RETRY);
    run.completed();

    assertThat(cluster.actions())
        .startsWith("restart tablet-1 #1", "restart tablet-1 #2", "restart tablet-1 #3");
  }

  @Test
  void aChoiceThatIsNotOfferedIsIgnored() {
    cluster.fail("stage", "tablet-2", FailureReason.FAILED_COMMAND, "tar failed");
    Run run = start(request(policy("none")));

    run.answer("tablet-2.stage", Choice.SKIP);
    assertThat(
            run.statusWhen("an ignored answer", status -> !status.ignored().isEmpty())
                .ignored()
                .get(0)
                .reason())
        .isEqualTo("tablet-2.stage does not offer skip; choose one of retry, abort");

    run.answer("tablet-2.stage", Choice.RETRY);
    run.completed();
  }

  @Test
  void abortInOneOfSeveralParallelStepsEndsTheOthersToo() throws InterruptedException {
    FakeFlussNodes.Hold hold = cluster.hold("stage", "tablet-1");
    cluster.fail("stage", "tablet-2", FailureReason.FAILED_COMMAND, "tar failed");
    cluster.fail("stage", "tablet-3", FailureReason.FAILED_COMMAND, "tar failed");
    Run run = start(request(policy("none")));
    hold.reached();
    run.question("tablet-3.stage");

    run.answer("tablet-2.stage", Choice.ABORT);
    UpgradeReport report = run.failedReport();

    assertThat(report.reason())
        .isEqualTo(
            "aborted after Stage 0.9.1-incubating (tablet-2) failed: FAILED_COMMAND: tar failed");
    assertThat(cluster.log()).contains("cancelled stage tablet-1");
    assertThat(cluster.log()).doesNotContain("configure tablet-1");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void aWaivedRollFrom06IsBlockedAfterTheFirstTabletServerAndTheOthersStayUntouched() {
    clusterOf06();
    Run run = start(request(version("0.7.0").andThen(waiver("version-pair"))));
    run.approve("tablet-1");

    Question blocked = run.question("tablet-1.in-sync");

    assertThat(blocked.failure()).hasToString("UNHEALTHY: out of sync: [tablet-1]");
    assertThat(blocked.choices()).containsExactly(Choice.RETRY, Choice.RESTORE, Choice.ABORT);
    assertThat(blocked.detail()).isEqualTo(FlussNotes.ROLLBACK);
    assertThat(cluster.actions()).containsExactly("restart tablet-1 #1");
    assertThat(cluster.version("tablet-2")).isEqualTo("0.6.0");
    assertThat(cluster.version("tablet-3")).isEqualTo("0.6.0");
    assertThat(run.status().nodes())
        .extracting(NodeStatus::state)
        .containsExactly(NodeState.BLOCKED, NodeState.STAGED, NodeState.STAGED, NodeState.STAGED);
    assertThat(run.status().warnings())
        .anyMatch(
            line -> line.startsWith("waived by ann (rehearsal): version-pair: 0.6.0 to 0.7.0"));

    run.answer("tablet-1.in-sync", Choice.RETRY);
    run.question("tablet-1.in-sync#2");
    run.answer("tablet-1.in-sync#2", Choice.ABORT);
    UpgradeReport report = run.failedReport();
    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(cluster.actions()).containsExactly("restart tablet-1 #1");
  }

  @Test
  void aRestartIsNotTriedAgainAsLongAsTheOthersAreNotWell() {
    cluster.fail("restart", "tablet-2", FailureReason.FAILED_COMMAND, "port in use");
    Run run = start(request(policy("none")));
    run.question("tablet-2.restart");
    cluster.badLook("replicas", "tablet-3 is out of sync");
    run.answer("tablet-2.restart", Choice.RETRY);

    assertThat(run.question("tablet-2.safety").failure())
        .hasToString("UNHEALTHY: replicas: tablet-3 is out of sync");
    assertThat(cluster.log()).filteredOn("restart tablet-2 #2"::equals).isEmpty();
    run.answer("tablet-2.safety", Choice.RETRY);

    run.completed();
    assertThat(cluster.log())
        .filteredOn(line -> line.endsWith(" tablet-2") || line.contains(" tablet-2 "))
        .containsSubsequence(
            "restart tablet-2 #1",
            "safe-to-retry tablet-2",
            "safe-to-retry tablet-2",
            "restart tablet-2 #2");
  }

  @Test
  void restoreBringsThePreviousReleaseBackAndEndsTheRun() {
    clusterOf06();
    Run run = start(request(version("0.7.0").andThen(waiver("version-pair"))));
    run.approve("tablet-1");
    run.answer("tablet-1.in-sync", Choice.RESTORE);

    UpgradeReport report = run.failedReport();

    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(report.reason())
        .startsWith("the previous release was restored on tablet-1 after ")
        .endsWith("UNHEALTHY: out of sync: [tablet-1]");
    assertThat(cluster.logFrom("restart tablet-1 #1"))
        .containsExactly(
            "restart tablet-1 #1",
            "in-sync tablet-1",
            "restart tablet-1 #1 by restore",
            "in-sync tablet-1");
    assertThat(cluster.version("tablet-1")).isEqualTo("0.6.0");
    NodeStatus restored = report.nodes().get(0);
    assertThat(restored.state()).isEqualTo(NodeState.RESTORED);
    assertThat(restored.version()).isEqualTo("0.6.0");
    assertThat(restored.downSeconds()).isEqualTo(13.0);
  }

  @Test
  void aRestoreThatFailsIsAQuestionToo() {
    cluster.fail("restart", "tablet-1", FailureReason.FAILED_COMMAND, "port in use");
    Run run = start(request(policy("none")));
    cluster.fail("restart", "tablet-1", FailureReason.FAILED_COMMAND, "port still in use");
    run.answer("tablet-1.restart", Choice.RESTORE);

    Question blocked = run.question("tablet-1.restore");
    assertThat(blocked.choices()).containsExactly(Choice.RETRY, Choice.ABORT);
    run.answer("tablet-1.restore", Choice.RETRY);

    assertThat(run.failedReport().nodes().get(0).state()).isEqualTo(NodeState.RESTORED);
    assertThat(cluster.actions())
        .containsExactly(
            "restart tablet-1 #1",
            "restart tablet-1 #1 by restore",
            "restart tablet-1 #2 by restore");
  }
}
