package dev.lockkeeper.workflows.openmldb;

import static dev.lockkeeper.workflows.PlanAndRun.assertThatTheRunDidAsPlanned;
import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.node;
import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.request;
import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.setting;
import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.waiver;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.HostSamples;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order of the vendor's page, and what is asked where. */
class OpenMldbProcedureTest {
  private final FakeOpenMldbNodes cluster = new FakeOpenMldbNodes("0.6.2").autoFailover(true);
  private final InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  private Run start(com.fasterxml.jackson.databind.JsonNode request) {
    return temporal.start(OpenMldbUpgrade.TYPE, "upgrade-features", request);
  }

  @Test
  void whatIsWrongWithTwoHostsIsReportedAtOnce() {
    cluster.host("tablet-1", HostSamples.clock(60_000, 50));
    cluster.host("tablet-2", HostSamples.inodes(7));

    assertThat(start(request()).failedReport().reason())
        .startsWith("nothing was changed; 2 of the preflight's checks failed:\n- ")
        .contains("\n- clock: tablet-1: its clock is 60.0 s ahead")
        .contains("\n- inodes: tablet-2: the login directory takes only 7 more files");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void theWholePageInItsOrder() {
    Run run = start(request());

    List<String> gates = run.approveEverything();
    UpgradeReport report = run.completed();

    assertThat(gates)
        .containsExactly(
            "stop-writes",
            "nameserver-2",
            "nameserver-1",
            "tablet-1",
            "tablet-2",
            "tablet-3",
            "resume-writes");
    assertThat(cluster.actions())
        .containsExactly(
            "quiet",
            "restart nameserver-2 #1",
            "restart nameserver-1 #1",
            "auto_failover false",
            "drain tablet-1",
            "restart tablet-1 #1",
            "recover tablet-1",
            "drain tablet-2",
            "restart tablet-2 #1",
            "recover tablet-2",
            "drain tablet-3",
            "restart tablet-3 #1",
            "recover tablet-3",
            "rebalance",
            "auto_failover true",
            "growth");
    assertThat(report.outcome()).isEqualTo(UpgradeState.COMPLETED);
    assertThat(cluster.autoFailover()).isTrue();
    assertThat(report.warnings())
        .anyMatch(line -> line.contains("./lockkeeper openmldb client-version --to 0.9.2 pom.xml"));
  }

  @Test
  void aPlanNamesWhatTheRunThenDoesAndChangesNothing() {
    UpgradeReport planned =
        temporal.start(OpenMldbUpgrade.TYPE, "plan-features", request()).completed();

    assertThat(planned.outcome()).isEqualTo(UpgradeState.PLANNED);
    // The applications write on while it is planned, which is no reason against the upgrade.
    assertThat(cluster.detail("safety tablet-1")).contains("quietAt=null");
    assertThat(cluster.actions()).isEmpty();
    assertThat(cluster.autoFailover()).isTrue();
    Run run = start(request());
    run.approveEverything();
    assertThatTheRunDidAsPlanned(planned, run.completed());
  }

  @Test
  void theLeaderIsUpgradedLastWhicheverItIs() {
    cluster.leader("nameserver-2");
    Run run = start(request());

    run.approveEverything();
    run.completed();

    assertThat(cluster.actions())
        .containsSubsequence("restart nameserver-1 #1", "restart nameserver-2 #1");
  }

  @Test
  void aStandbyOf09NeedOnlyLiveUntilANewerLeaderIsThere() {
    cluster.servesOnlyWhenItLeads("nameserver-2");
    Run run = start(request());

    run.approve("stop-writes");
    assertThat(facts(run.question("nameserver-2"))).contains("start.sh will say that it failed");
    run.approve("nameserver-2");
    assertThat(facts(run.question("nameserver-1"))).contains("the way back is not cheap");
    run.approveEverything();
    run.completed();

    assertThat(cluster.detail("restart nameserver-2")).isEqualTo("FORWARD LIVES");
    assertThat(cluster.detail("restart nameserver-1")).isEqualTo("FORWARD LISTENS");
    assertThat(cluster.log()).contains("observe nameserver-2");
  }

  private static String facts(Question gate) {
    return String.valueOf(gate.evidence());
  }

  @Test
  void withoutDrainAutoFailoverStaysOnAndTheClusterRecoversByItself() {
    Run run = start(request(setting("drain", false).andThen(setting("rebalance", false))));

    run.approveEverything();
    run.completed();

    assertThat(cluster.actions())
        .noneMatch(line -> line.matches("(auto_failover|drain|recover).*"));
    assertThat(cluster.log()).contains("confirm tablet-1 #1", "confirm tablet-3 #1");
  }

  @Test
  void withoutAutoFailoverEachTabletIsRecoveredByHand() {
    cluster.autoFailover(false);
    Run run = start(request(setting("drain", false).andThen(setting("rebalance", false))));

    run.approveEverything();
    run.completed();

    assertThat(cluster.actions())
        .containsSubsequence("restart tablet-1 #1", "recover tablet-1", "restart tablet-2 #1")
        .noneMatch(line -> line.matches("(auto_failover|drain).*"));
  }

  @Test
  void whatANewLeaderMakesOfAutoFailoverIsPutBack() {
    cluster.autoFailover(false).flagOfTheNextLeader(true);
    Run run = start(request());

    run.approveEverything();
    UpgradeReport report = run.completed();

    assertThat(cluster.actions())
        .containsSubsequence("restart nameserver-1 #1", "auto_failover false", "drain tablet-1");
    assertThat(cluster.autoFailover()).isFalse();
    assertThat(report.warnings()).anyMatch(line -> line.contains("has set auto_failover to true"));
  }

  @Test
  void autoFailoverIsPutBackWhenTheRunIsRejectedInTheMiddle() {
    Run run = start(request());
    run.approve("stop-writes");
    run.approve("nameserver-2");
    run.approve("nameserver-1");
    run.question("tablet-1");
    run.signal("reject", new dev.lockkeeper.workflows.model.Answer("tablet-1", "ann", "not today"));

    UpgradeReport report = run.failedReport();

    assertThat(report.outcome()).isEqualTo(UpgradeState.REJECTED);
    assertThat(cluster.autoFailover()).isTrue();
    assertThat(report.undo())
        .filteredOn(entry -> entry.subject().equals("auto_failover"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.state()).isEqualTo(UndoState.UNDONE));
    assertThat(cluster.version("tablet-1")).isEqualTo("0.6.2");
  }

  @Test
  void singleCopyTablesAreNamedAndRefused() {
    cluster.singleCopyTables("orders.single");
    Run run = start(request());

    assertThat(run.failed().getOriginalMessage())
        .contains("nothing was changed", "single-copy", "orders.single");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void singleCopyTablesCanBeWaived() {
    cluster.singleCopyTables("orders.single");
    Run run = start(request(waiver("single-copy")));

    run.approveEverything();
    UpgradeReport report = run.completed();

    assertThat(report.warnings()).anyMatch(line -> line.contains("waived by ann"));
    assertThat(cluster.detail("safety tablet-1")).contains("singleCopyWaived=true");
  }

  @Test
  void onlyOperationsAfterTheLastLookBeforeTheStopCount() {
    Run run = start(request());

    run.approveEverything();
    run.completed();

    // Each tablet's drain and recovery have made one.
    assertThat(cluster.detail("confirm tablet-1")).isEqualTo("after 41");
    assertThat(cluster.detail("confirm tablet-2")).isEqualTo("after 43");
  }

  @Test
  void aFailedOperationBlocksAndIsNamed() {
    cluster.fail(
        "confirm tablet-2",
        FailureReason.FAILED_COMMAND,
        "operation 61 kReAddReplicaOP of table flow partition 1 is kFailed");
    Run run = start(request());
    for (String gate :
        List.of("stop-writes", "nameserver-2", "nameserver-1", "tablet-1", "tablet-2")) {
      run.approve(gate);
    }

    Question blocked = run.question("tablet-2.confirm");

    assertThat(String.valueOf(blocked.failure())).contains("operation 61", "flow partition 1");
    assertThat(blocked.choices()).contains(Choice.RETRY, Choice.RESTORE, Choice.ABORT);
    assertThat(cluster.log()).doesNotContain("safety tablet-3");
    run.abort();
    run.awaitClose();
  }

  @Test
  void restoreBringsTheOldBinBackAndTheDataWithIt() {
    cluster.fail("restart tablet-1", FailureReason.TIMEOUT, "does not listen");
    Run run = start(request());
    for (String gate : List.of("stop-writes", "nameserver-2", "nameserver-1", "tablet-1")) {
      run.approve(gate);
    }
    run.answer("tablet-1.restart", Choice.RESTORE);

    UpgradeReport report = run.failedReport();

    assertThat(cluster.actions())
        .containsSubsequence(
            "restart tablet-1 #1",
            "restart tablet-1 #1 by restore",
            "recover tablet-1",
            "auto_failover true");
    assertThat(cluster.version("tablet-1")).isEqualTo("0.6.2");
    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
  }

  @Test
  void anAbortAfterTheDrainBringsTheReplicasBack() {
    cluster.fail("restart tablet-1", FailureReason.REFUSED, "no bin");
    Run run = start(request());
    for (String gate : List.of("stop-writes", "nameserver-2", "nameserver-1", "tablet-1")) {
      run.approve(gate);
    }
    run.answer("tablet-1.restart", Choice.ABORT);

    run.failedReport();

    assertThat(cluster.actions())
        .containsSubsequence("drain tablet-1", "recover tablet-1", "auto_failover true");
  }

  @Test
  void writesThatGoOnBlockBeforeAnythingIsStopped() {
    cluster.fail("quiet", FailureReason.UNHEALTHY, "writes go on");
    Run run = start(request());
    run.approve("stop-writes");

    assertThat(String.valueOf(run.question("quiet").failure())).contains("writes go on");
    assertThat(cluster.actions()).containsExactly("quiet");
    run.answer("quiet", Choice.RETRY);
    run.approve("nameserver-2");
    run.question("nameserver-1");
    run.abort();
    run.awaitClose();
  }

  @Test
  void withoutAWritePauseNobodyIsAskedAndTheReportSaysWhatMayBeLost() {
    Run run = start(request(setting("writePause", false)));

    List<String> gates = run.approveEverything();
    UpgradeReport report = run.completed();

    assertThat(gates).doesNotContain("stop-writes", "resume-writes");
    assertThat(report.warnings()).anyMatch(line -> line.contains("the loss of a few of them"));
    assertThat(cluster.detail("safety tablet-1")).contains("quietAt=null");
    assertThat(cluster.actions()).endsWith("growth");
  }

  @Test
  void theGateThatResumesWritesSaysWhatTheClientsNeed() {
    Run run = start(request(OpenMldbRequests.policy("per-role")));
    Question[] last = new Question[1];
    while (last[0] == null) {
      run.statusWhen("a question", status -> !status.questions().isEmpty());
      for (Question question : run.status().questions()) {
        if (question.id().equals("resume-writes")) {
          last[0] = question;
        } else {
          run.update(
              "approveGate", new dev.lockkeeper.workflows.model.Answer(question.id(), "ann", null));
        }
      }
    }

    assertThat(String.valueOf(last[0].evidence())).contains("openmldb-native", "0.9.2", "online");
    run.approve("resume-writes");
    run.completed();
  }

  @Test
  void apiserverAndTaskmanagerComeAfterTheTablets() {
    Run run = start(request(node("task-1", "taskmanager").andThen(node("api-1", "apiserver"))));

    run.approveEverything();
    run.completed();

    assertThat(cluster.actions())
        .containsSubsequence(
            "recover tablet-3",
            "auto_failover true",
            "restart api-1 #1",
            "restart task-1 #1",
            "growth");
    assertThat(cluster.version("api-1")).isEqualTo("0.9.2");
  }

  @Test
  void aTabletThatDiesMeanwhileKeepsTheNextOneFromBeingStopped() {
    Run run = start(request());
    for (String gate : List.of("stop-writes", "nameserver-2", "nameserver-1")) {
      run.approve(gate);
    }
    run.question("tablet-1");
    cluster.badLook("tablets", "tablet-2 is not registered");
    run.approve("tablet-1");

    Question again = run.question("tablet-1#2");

    assertThat(String.valueOf(again.reason())).contains("not safe any more", "tablet-2");
    assertThat(cluster.actions()).doesNotContain("drain tablet-1");
    run.abort();
    run.awaitClose();
  }

  @Test
  void whatIsUpgradedAlreadyIsLeftAlone() {
    FakeOpenMldbNodes done = new FakeOpenMldbNodes("0.9.2").autoFailover(true);
    try (InMemoryTemporal another = InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, done)) {
      Run run = another.start(OpenMldbUpgrade.TYPE, "upgrade-features", request());
      run.approveEverything();
      run.completed();
    }
    assertThat(done.actions()).containsExactly("quiet", "growth");
  }
}
