package dev.lockkeeper.workflows.runbook;

import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.FakeFences;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.fluss.FakeFlussNodes;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FenceTest {
  private static final FenceClaim SOMEBODY_ELSE =
      new FenceClaim(
          "orders", "upgrade-orders", "other-run", "site-b", Instant.parse("2026-01-01T12:00:00Z"));

  private final FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private final FakeFences fences = new FakeFences();
  private InMemoryTemporal temporal;

  @BeforeEach
  void start() {
    temporal = InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster, fences);
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  private Run upgrade(ObjectNode request) {
    return temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request);
  }

  @Test
  void everyNodeIsFencedWhileTheRunIsOpenAndFreeAfterwards() {
    Run run = upgrade(request());
    run.question("tablet-1");
    assertThat(fences.standing())
        .containsExactlyInAnyOrder("tablet-1", "tablet-2", "tablet-3", "coordinator-1");

    run.approveEverything();

    UpgradeReport report = run.completed();
    assertThat(fences.standing()).isEmpty();
    assertThat(report.undo())
        .extracting(UndoEntry::subject, UndoEntry::state, UndoEntry::proof)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("fence", UndoState.UNDONE, "no fence on any node"));
    assertThat(report.unfinished()).isEmpty();
    assertThat(fences.kept()).hasSize(1);
  }

  @Test
  void aFenceOfAnotherRunIsRefusedWithItsHolder() {
    fences.heldBy("tablet-2", SOMEBODY_ELSE);

    Run run = upgrade(request());

    assertThat(run.failedReport().reason())
        .contains("nothing was changed", "tablet-2 is held by upgrade-orders", "other-run")
        .contains("site-b", "2026-01-01T12:00:00Z", "lockkeeper release");
    assertThat(fences.standing()).containsExactly("tablet-2");
    assertThat(cluster.log()).isEmpty();
  }

  @Test
  void aNodeThatCannotBeFencedKeepsTheRunFromStarting() {
    fences.unreachable("tablet-3");

    Run run = upgrade(request());

    assertThat(run.failedReport().reason())
        .endsWith("cannot be fenced for this run:\n- tablet-3: cannot be reached");
    assertThat(fences.standing()).isEmpty();
    assertThat(run.report().unfinished()).isEmpty();
  }

  @Test
  void aFenceThatCouldNotBeGivenBackWhenAnotherNodeRefusedIsFreedOnTheWayOut() {
    fences.heldBy("tablet-2", SOMEBODY_ELSE);
    fences.notGivenBack("tablet-1");

    Run run = upgrade(request());

    assertThat(run.failedReport().reason()).contains("tablet-2 is held by upgrade-orders");
    assertThat(fences.standing()).containsExactly("tablet-2");
    assertThat(run.report().undo())
        .extracting(UndoEntry::state, UndoEntry::proof)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(UndoState.UNDONE, "no fence on any node"));
  }

  @Test
  void aRejectedRunFreesItsNodes() {
    Run run = upgrade(request());
    run.question("tablet-1");
    run.signal("reject", new Answer("tablet-1", "ann", null));

    assertThat(run.failedReport().outcome()).isEqualTo(UpgradeState.REJECTED);
    assertThat(fences.standing()).isEmpty();
  }

  @Test
  void aCancelledRunFreesItsNodes() {
    Run run = upgrade(request());
    run.question("tablet-1");
    run.stub().cancel();
    run.awaitClose();

    assertThat(fences.standing()).isEmpty();
  }

  @Test
  void aTerminatedRunLeavesItsFenceAndItsReportSaysSo() {
    Run run = upgrade(request());
    run.question("tablet-1");
    run.stub().terminate("by hand");

    assertThat(fences.standing()).hasSize(4);
    assertThat(run.report().unfinished())
        .containsExactly("fence: not put back; was none, made on 4 nodes");
  }

  @Test
  void aNodeThatCannotBeFreedIsAQuestionUntilItIsReachable() {
    Run run = blockedAtTheEnd();

    fences.reachable("tablet-2");
    run.answer("free", Choice.RETRY);

    assertThat(run.completed().outcome()).isEqualTo(UpgradeState.COMPLETED);
    assertThat(fences.standing()).isEmpty();
  }

  @Test
  void aFenceThatAPersonLeavesIsNoSuccess() {
    Run run = blockedAtTheEnd();

    run.answer("free", Choice.SKIP);

    UpgradeReport report = run.failedReport();
    assertThat(report.outcome()).isEqualTo(UpgradeState.FAILED);
    assertThat(report.reason()).endsWith("NOT taken back: fence");
    assertThat(report.unfinished()).singleElement().asString().startsWith("fence: not put back");
  }

  private Run blockedAtTheEnd() {
    Run run = upgrade(request());
    run.question("tablet-1");
    fences.unreachable("tablet-2");
    for (String gate : new String[] {"tablet-1", "tablet-2", "tablet-3", "coordinator-1"}) {
      run.approve(gate);
    }
    run.approve("applications");
    Question blocked = run.question("free");
    assertThat(blocked.choices()).containsExactly(Choice.RETRY, Choice.SKIP);
    assertThat(String.valueOf(blocked.failure()))
        .isEqualTo(FailureReason.UNREACHABLE + ": tablet-2: cannot be reached");
    return run;
  }

  @Test
  void aRunUnderAnotherIdIsRefused() {
    Run run = temporal.start(FlussUpgrade.TYPE, "my-upgrade", request());

    assertThat(run.failedReport().reason()).contains("my-upgrade", "upgrade-orders");
    assertThat(fences.standing()).isEmpty();
    assertThat(cluster.log()).isEmpty();
  }
}
