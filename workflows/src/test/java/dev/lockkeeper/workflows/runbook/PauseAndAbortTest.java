package dev.lockkeeper.workflows.runbook;

import static dev.lockkeeper.workflows.fluss.FlussRequests.policy;
import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.fluss.FakeFlussNodes;
import dev.lockkeeper.workflows.fluss.FakeFlussNodes.Hold;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import dev.lockkeeper.workflows.model.Word;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.CanceledFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Words to the run as a whole, at every place where they may arrive. */
class PauseAndAbortTest {
  private final FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private final InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  private Run startAsking() {
    return temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());
  }

  private Run startAskingNobody() {
    return temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("none")));
  }

  private static UpgradeStatus heard(Run run, String word) {
    return run.statusWhen(
        word, status -> status.decisions().stream().anyMatch(one -> one.choice().equals(word)));
  }

  @Test
  void aPauseAtAGateHoldsTheRunAfterTheApproval() {
    Run run = startAsking();
    run.question("tablet-1");
    run.pause();
    run.statusWhen(UpgradeState.PAUSED);
    run.approve("tablet-1");

    run.statusWhen("the approval", status -> status.questions().isEmpty());
    assertThat(run.status().state()).isEqualTo(UpgradeState.PAUSED);
    assertThat(cluster.log().stream().filter("safety tablet-1"::equals)).hasSize(1);

    run.resume();
    run.question("tablet-2");
    assertThat(cluster.logFrom("safety tablet-1"))
        .startsWith("safety tablet-1", "safety tablet-1", "restart tablet-1 #1");
  }

  @Test
  void aPauseWhileABlockedStepWaitsHoldsTheRetry() {
    cluster.fail("restart", "tablet-1", FailureReason.TIMEOUT, "did not stop");
    Run run = startAskingNobody();
    run.question("tablet-1.restart");
    run.pause();
    run.answer("tablet-1.restart", Choice.RETRY);

    run.statusWhen(UpgradeState.PAUSED);
    assertThat(cluster.actions()).containsExactly("restart tablet-1 #1");

    run.resume();
    run.completed();
    assertThat(cluster.actions()).contains("restart tablet-1 #2");
  }

  @Test
  void aPauseDuringAWaitLetsTheWaitEndAndHoldsBeforeTheNextStep() throws InterruptedException {
    Hold hold = cluster.hold("in-sync", "tablet-1");
    Run run = startAskingNobody();
    hold.reached();
    run.pause();
    heard(run, "pause");
    hold.release();

    run.statusWhen(
        "the end of the wait", status -> status.doing().startsWith("Look whether it is safe"));
    assertThat(run.status().state()).isEqualTo(UpgradeState.PAUSED);
    assertThat(cluster.log()).doesNotContain("cancelled in-sync tablet-1", "safety tablet-2");

    run.resume();
    run.completed();
  }

  @Test
  void aRunThatWasPausedBetweenProbeAndStopProbesAgain() throws InterruptedException {
    Run run = startAsking();
    run.question("tablet-1");
    Hold hold = cluster.hold("safety", "tablet-1");
    run.approve("tablet-1");
    hold.reached();
    run.pause();
    heard(run, "pause");
    hold.release();
    run.statusWhen("the end of the probe", status -> status.doing().isEmpty());
    assertThat(cluster.actions()).isEmpty();

    run.resume();
    run.question("tablet-2");
    assertThat(cluster.logFrom("safety tablet-1"))
        .startsWith("safety tablet-1", "safety tablet-1", "safety tablet-1", "restart tablet-1 #1");
  }

  @Test
  void withoutGatesAPauseBetweenProbeAndStopProbesAgainToo() throws InterruptedException {
    Hold hold = cluster.hold("safety", "tablet-1");
    Run run = startAskingNobody();
    hold.reached();
    run.pause();
    heard(run, "pause");
    hold.release();
    run.statusWhen("the end of the probe", status -> status.doing().isEmpty());

    run.resume();
    run.completed();
    assertThat(cluster.logFrom("safety tablet-1"))
        .startsWith("safety tablet-1", "safety tablet-1", "restart tablet-1 #1");
  }

  @Test
  void aSecondPauseAndAResumeWithoutPauseChangeNothing() {
    Run run = startAsking();
    run.question("tablet-1");
    run.pause();
    run.pause();
    run.resume();
    run.resume();

    UpgradeStatus status = run.statusWhen("two ignored words", seen -> seen.ignored().size() == 2);
    assertThat(status.ignored())
        .extracting(one -> one.message() + ": " + one.reason())
        .containsExactly(
            "pause: the run is paused already",
            "resume: the run is not paused and no gate has expired");
    assertThat(status.decisions()).extracting(Decision::choice).containsExactly("pause", "resume");
  }

  @Test
  void onlyThoseOnTheListMaySayAnything() {
    Run run =
        temporal.start(
            FlussUpgrade.TYPE,
            "upgrade-orders",
            request(
                request ->
                    ((com.fasterxml.jackson.databind.node.ObjectNode) request.get("gates"))
                        .putArray("allow")
                        .add("ann")));
    run.question("tablet-1");
    run.signal("abort", new Word("eve", null));

    UpgradeStatus status = run.statusWhen("an ignored word", seen -> !seen.ignored().isEmpty());
    assertThat(status.ignored().get(0).reason())
        .isEqualTo("eve is not among those who may answer: ann");
    assertThat(status.state()).isEqualTo(UpgradeState.WAITING);
  }

  @Test
  void abortAtAGateEndsTheRunAtOnce() {
    Run run = startAsking();
    run.question("tablet-1");
    run.abort();

    UpgradeReport report = run.failedReport();
    assertThat(run.failed().getType()).isEqualTo("ABORTED");
    assertThat(report.reason()).isEqualTo("aborted by ann: enough");
    assertThat(cluster.actions()).isEmpty();
    assertThat(run.status().questions()).isEmpty();
  }

  @Test
  void abortWhilePausedEndsTheRun() {
    Run run = startAsking();
    run.question("tablet-1");
    run.pause();
    run.approve("tablet-1");
    run.statusWhen("the approval", status -> status.questions().isEmpty());
    run.abort();

    assertThat(run.failed().getType()).isEqualTo("ABORTED");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void abortWhileAStepIsBlockedKeepsWhatFailedInTheReport() {
    cluster.fail("restart", "tablet-1", FailureReason.TIMEOUT, "did not stop");
    Run run = startAskingNobody();
    run.question("tablet-1.restart");
    run.abort();

    UpgradeReport report = run.failedReport();
    assertThat(report.reason()).isEqualTo("aborted by ann: enough");
    assertThat(report.warnings())
        .containsExactly(
            "failed: Stop, switch and start on 0.9.1-incubating (tablet-1) (TIMEOUT: did not stop)");
  }

  @Test
  void abortInterruptsAWait() throws InterruptedException {
    Hold hold = cluster.hold("in-sync", "tablet-1");
    Run run = startAskingNobody();
    hold.reached();
    run.abort();

    UpgradeReport report = run.failedReport();
    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(cluster.log()).last().isEqualTo("cancelled in-sync tablet-1");
    StepRecord last = report.steps().get(report.steps().size() - 2);
    assertThat(last.title()).startsWith("Wait until it is back");
    assertThat(last.outcome()).isEqualTo("aborted");
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void abortLetsARunningJobFinishAndBeginsNothingMore() throws InterruptedException {
    Hold hold = cluster.hold("restart", "tablet-1");
    Run run = startAskingNobody();
    hold.reached();
    run.abort();
    heard(run, "abort");
    assertThat(run.closed()).isFalse();
    hold.release();

    UpgradeReport report = run.failedReport();
    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(cluster.isUp("tablet-1")).isTrue();
    assertThat(cluster.log()).last().isEqualTo("restart tablet-1 #1");
    assertThat(report.steps().get(report.steps().size() - 1).outcome()).isEqualTo("done");
  }

  @Test
  void aSecondAbortIsIgnored() throws InterruptedException {
    Hold hold = cluster.hold("restart", "tablet-1");
    Run run = startAskingNobody();
    hold.reached();
    run.abort();
    run.abort();
    UpgradeStatus status = run.statusWhen("an ignored word", seen -> !seen.ignored().isEmpty());
    hold.release();

    assertThat(status.ignored().get(0).reason()).isEqualTo("the run is being aborted already");
    run.failed();
  }

  @Test
  void cancellingTheWorkflowIsAnAbortThatLetsTheJobFinishAndClosesAsCanceled()
      throws InterruptedException {
    Hold hold = cluster.hold("restart", "tablet-1");
    Run run = startAskingNobody();
    hold.reached();
    run.stub().cancel("maintenance window is over");
    run.signal("pause", new Word("ann", null));
    run.statusWhen("an ignored word", seen -> !seen.ignored().isEmpty());
    assertThat(run.closed()).isFalse();
    hold.release();

    assertThat(run.awaitClose())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
    assertThat(cluster.log()).last().isEqualTo("restart tablet-1 #1");
    assertThat(run.report().outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(run.report().reason()).startsWith("cancelled");
    assertThatThrownBy(run::completed)
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
  }

  @Test
  void cancellingAtAGateClosesTheRun() {
    Run run = startAsking();
    run.question("tablet-1");
    run.stub().cancel();

    assertThat(run.awaitClose())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
    assertThat(cluster.actions()).isEmpty();
    assertThat(run.report().outcome()).isEqualTo(UpgradeState.ABORTED);
  }
}
