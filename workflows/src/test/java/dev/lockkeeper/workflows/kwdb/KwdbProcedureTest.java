package dev.lockkeeper.workflows.kwdb;

import static dev.lockkeeper.workflows.kwdb.KwdbRequests.importExport;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.oneNode;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.request;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.setting;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.waiver;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.HostSamples;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of the vendor's page in each of its ways, and what is asked where. */
class KwdbProcedureTest {
  private FakeKwdbNodes cluster = FakeKwdbNodes.cluster();
  private InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  private Run start(JsonNode request) {
    return temporal.start(KwdbUpgrade.TYPE, "upgrade-meters", request);
  }

  private void use(FakeKwdbNodes other) {
    temporal.close();
    cluster = other;
    temporal = InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);
  }

  @Test
  void aNodeWithoutRoomForTheReleaseIsRefused() {
    cluster.host("node-2", HostSamples.freeKib(100_000));

    assertThat(start(request()).failedReport().reason())
        .startsWith(
            "nothing was changed; 1 of the preflight's checks failed:\n- disk: node-2: no disk")
        .contains("has 97 MiB free, the release needs up to 163 MiB");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void whatIsWrongWithTwoHostsIsReportedAtOnce() {
    cluster.host("node-1", HostSamples.clock(60_000, 50));
    cluster.host("node-2", HostSamples.inodes(7));

    assertThat(start(request()).failedReport().reason())
        .startsWith("nothing was changed; 2 of the preflight's checks failed:\n- ")
        .contains("\n- clock: node-1: its clock is 60.0 s ahead")
        .contains("\n- inodes: node-2: the login directory takes only 7 more files");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void aMultiReplicaClusterIsUpgradedNodeByNode() {
    Run run = start(request());

    List<String> gates = run.approveEverything();
    UpgradeReport report = run.completed();

    assertThat(gates).containsExactly("prepared", "node-1", "node-2", "node-3");
    assertThat(cluster.actions())
        .containsExactly(
            "store-dead PT3H",
            "ROLL node-1 #1",
            "ROLL node-2 #1",
            "ROLL node-3 #1",
            "store-dead PT30M");
    assertThat(cluster.log())
        .containsSubsequence("ROLL node-1 #1", "back node-1", "whole", "safety node-2");
    assertThat(report.outcome()).isEqualTo(UpgradeState.COMPLETED);
    assertThat(report.undo())
        .anyMatch(
            entry ->
                entry.subject().equals("server.time_until_store_dead")
                    && entry.before().equals("PT30M")
                    && entry.state() == UndoState.UNDONE);
  }

  @Test
  void everyGateSaysThatThereIsNoDowngradeAndWhereTheBackupIs() {
    Run run = start(request());
    run.approve("prepared");

    Question gate = run.question("node-1");

    assertThat(Objects.requireNonNull(gate.evidence()).facts())
        .anyMatch(fact -> fact.name().equals("no downgrade"))
        .anyMatch(
            fact ->
                fact.name().equals("backup")
                    && fact.value().contains("/var/lib/kaiwudb-backup/meters-node-1-3.0.0"));
    assertThat(gate.detail()).contains("cannot be downgraded");
  }

  @Test
  void aNodeThatIsNotSafeToStopIsNotStopped() {
    cluster.bad("safety node-1", "replicas", "1 ranges are under-replicated");
    Run run = start(request());
    run.approve("prepared");

    Question blocked = run.question("node-1.safety");

    assertThat(Objects.requireNonNull(blocked.failure()).reason())
        .isEqualTo(FailureReason.UNHEALTHY);
    assertThat(cluster.actions()).containsExactly("store-dead PT3H");
    run.answer("node-1.safety", Choice.ABORT);
    assertThat(run.failedReport().outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(cluster.storeDead()).isEqualTo("PT30M");
  }

  @Test
  void aFailedInstallationOffersRetryRestoreAndAbort() {
    cluster.fail("ROLL node-1", FailureReason.FAILED_COMMAND, "there are no programs on the node");
    Run run = start(request());
    run.approve("prepared");
    run.approve("node-1");

    Question blocked = run.question("node-1.upgrade");
    assertThat(blocked.choices()).containsExactly(Choice.RETRY, Choice.RESTORE, Choice.ABORT);

    run.answer("node-1.upgrade", Choice.RETRY);
    run.approveEverything();
    run.completed();
    assertThat(cluster.log())
        .containsSubsequence("ROLL node-1 #1", "safe-to-retry node-1", "ROLL node-1 #2");
  }

  @Test
  void restoreInstallsTheOldPackageAgainAndEndsTheRun() {
    cluster.fail("ROLL node-1", FailureReason.FAILED_COMMAND, "there are no programs on the node");
    Run run = start(request());
    run.approve("prepared");
    run.approve("node-1");
    run.answer("node-1.upgrade", Choice.RESTORE);

    UpgradeReport report = run.failedReport();

    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(cluster.actions())
        .containsExactly(
            "store-dead PT3H", "ROLL node-1 #1", "RESTORE node-1 #1", "store-dead PT30M");
  }

  @Test
  void withoutThePreviousPackageRestoreIsNotOffered() {
    cluster.fail("ROLL node-1", FailureReason.FAILED_COMMAND, "there are no programs on the node");
    Run run = start(request(without("previousPackage")));
    run.approve("prepared");
    run.approve("node-1");

    assertThat(run.question("node-1.upgrade").choices())
        .containsExactly(Choice.RETRY, Choice.ABORT);
    run.answer("node-1.upgrade", Choice.ABORT);
    run.awaitClose();
    assertThat(cluster.actions()).contains("START node-1 #1", "store-dead PT30M");
  }

  @Test
  void aNodeThatStaysUnavailableBlocksBeforeTheNext() {
    cluster.fail("back node-1", FailureReason.UNHEALTHY, "is_available false");
    Run run = start(request());
    run.approve("prepared");
    run.approve("node-1");

    Question blocked = run.question("node-1.rejoined");

    assertThat(blocked.choices()).containsExactly(Choice.RETRY, Choice.ABORT);
    assertThat(cluster.actions()).doesNotContain("ROLL node-2 #1");
    run.abort();
    run.awaitClose();
  }

  @Test
  void aSingleReplicaClusterStopsAsAWhole() {
    use(new FakeKwdbNodes("3.0.0", KwdbMethod.SINGLE_REPLICA, Topology.SINGLE_REPLICA));
    Run run = start(request());

    List<String> gates = run.approveEverything();
    run.completed();

    assertThat(gates).containsExactly("prepared", "stop-all");
    List<String> actions = cluster.actions();
    assertThat(actions.subList(0, 3)).allMatch(action -> action.startsWith("STOP "));
    assertThat(actions.subList(3, 6)).allMatch(action -> action.startsWith("COPY "));
    assertThat(actions.subList(6, 9))
        .containsExactly(
            "UPGRADE_STOPPED node-1 #1", "UPGRADE_STOPPED node-2 #1", "UPGRADE_STOPPED node-3 #1");
    assertThat(actions.subList(9, 12)).allMatch(action -> action.startsWith("START "));
  }

  @Test
  void anAbortedSingleReplicaUpgradeBringsAllBackOnTheOldRelease() {
    use(new FakeKwdbNodes("3.0.0", KwdbMethod.SINGLE_REPLICA, Topology.SINGLE_REPLICA));
    cluster.fail("UPGRADE_STOPPED node-2", FailureReason.FAILED_COMMAND, "no space left");
    Run run = start(request());
    run.approve("prepared");
    run.approve("stop-all");
    run.answer("node-2.upgrade", Choice.ABORT);
    run.awaitClose();

    assertThat(cluster.actions())
        .contains("RESTORE_STOPPED node-1 #1", "RESTORE_STOPPED node-2 #1", "START node-3 #1")
        .doesNotContain("RESTORE_STOPPED node-3 #1");
    assertThat(cluster.version("node-1")).isEqualTo("3.0.0");
  }

  @Test
  void withoutThePreviousPackageTwoReleasesAreNeverStartedSideBySide() {
    use(new FakeKwdbNodes("3.0.0", KwdbMethod.SINGLE_REPLICA, Topology.SINGLE_REPLICA));
    cluster.fail("UPGRADE_STOPPED node-2", FailureReason.FAILED_COMMAND, "no space left");
    Run run = start(request(without("previousPackage")));
    run.approve("prepared");
    run.approve("stop-all");
    run.answer("node-2.upgrade", Choice.ABORT);

    UpgradeReport report = run.failedReport();

    assertThat(cluster.actions()).noneMatch(action -> action.startsWith("START"));
    assertThat(report.reason()).contains("NOT taken back");
    assertThat(report.warnings()).anyMatch(warning -> warning.contains("stays stopped"));
  }

  @Test
  void aStandaloneNodeIsStoppedUpgradedAndStarted() {
    use(new FakeKwdbNodes("3.0.0", KwdbMethod.STANDALONE, Topology.STANDALONE));
    Run run = start(request(oneNode()));

    List<String> gates = run.approveEverything();
    run.completed();

    assertThat(gates).containsExactly("prepared", "node-1");
    assertThat(cluster.actions()).containsExactly("UPGRADE node-1 #1");
  }

  @ParameterizedTest
  @CsvSource({"compose", "docker"})
  void aContainerIsReplacedAfterItsPlanWasShown(String method) {
    use(new FakeKwdbNodes("3.0.0", null, Topology.STANDALONE));
    Run run = start(request(oneNode().andThen(setting("method", method))));
    run.approve("prepared");

    Question gate = run.question("node-1");
    assertThat(gate.detail()).contains("+3.1.0");
    assertThat(Objects.requireNonNull(gate.evidence()).facts())
        .contains(Fact.good("data", "lies outside of the container, in /data"));
    run.approveEverything();
    run.completed();
    assertThat(cluster.actions()).containsExactly("container node-1 #1");
  }

  @Test
  void sourcesAreCompiledBeforeAnythingStops() {
    use(new FakeKwdbNodes("3.0.0", null, Topology.STANDALONE));
    Run run = start(request(oneNode().andThen(setting("method", "source"))));

    assertThat(run.approveEverything()).containsExactly("prepared", "node-1");
    run.completed();
    assertThat(cluster.actions()).containsExactly("BUILD node-1 #1", "REPLACE node-1 #1");
    assertThat(cluster.log()).containsSubsequence("BUILD node-1 #1", "safety node-1");
  }

  @Test
  void anyReleaseIsExportedAndImportedTableByTable() {
    use(new FakeKwdbNodes("2.0.4", KwdbMethod.STANDALONE, Topology.STANDALONE));
    cluster.has("new-1", "3.1.0");
    Run run = start(request(importExport()));

    assertThat(run.approveEverything()).containsExactly("export");
    UpgradeReport report = run.completed();

    assertThat(cluster.actions())
        .containsExactly(
            "move orders.customers #1", "move orders.readings #1", "users moved", "settings moved");
    assertThat(cluster.log()).contains("count orders.customers", "count orders.readings");
    assertThat(report.reason()).contains("2 tables have the same rows");
  }

  @Test
  void aTableThatLostRowsBlocksUntilItHasThem() {
    use(new FakeKwdbNodes("2.0.4", KwdbMethod.STANDALONE, Topology.STANDALONE));
    cluster.has("new-1", "3.1.0");
    cluster.losesRows("orders.readings");
    Run run = start(request(importExport()));
    run.approve("export");

    assertThat(Objects.requireNonNull(run.question("table-2").failure()).message())
        .contains("7 rows in the old cluster and 6 in the new one");
    cluster.keepsRows();
    run.answer("table-2", Choice.RETRY);
    run.completed();
    assertThat(cluster.actions()).contains("move orders.readings #2");
  }

  @Test
  void aReleaseThatComesAsARunFileIsNotInstalledByAScript() {
    use(new FakeKwdbNodes("3.1.0", KwdbMethod.STANDALONE, Topology.STANDALONE));
    Run run =
        start(
            request(
                oneNode()
                    .andThen(
                        request ->
                            ((com.fasterxml.jackson.databind.node.ObjectNode)
                                    request.get("release"))
                                .put("version", "3.2.1"))));

    assertThat(run.failed().getOriginalMessage()).contains("a .run file that opens an editor");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void whatTheScriptAcceptsAndTheVendorForbidsIsRefused() {
    use(new FakeKwdbNodes("2.2.0", KwdbMethod.ROLLING, Topology.MULTI_REPLICA));
    Run run = start(request());

    assertThat(run.failed().getOriginalMessage())
        .contains("nothing was changed", "can be upgraded to in place only from 3.0.0");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void aMethodThatTheNodesContradictIsRefused() {
    Run run = start(request(setting("method", "single-replica")));

    assertThat(run.failed().getOriginalMessage())
        .contains("kwdb.method is single-replica, but the nodes' MODE says rolling");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void everyReasonIsToldAtOnce() {
    cluster.problem("node-1", "sudo asks the login user for a password");
    cluster.problem("node-2", "the backup has no room");
    cluster.fail("examine rolling", FailureReason.INVALID, "the release archive is no package");
    Run run = start(request());

    assertThat(run.failed().getOriginalMessage())
        .contains("node-1: sudo asks", "node-2: the backup has no room", "is no package");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void runningJobsAndAnUnevenSpreadAreRefusedUnlessSomebodyWaivesThem() {
    cluster.bad("look", KwdbRequest.SPREAD, "not evenly spread");
    assertThat(start(request()).failed().getOriginalMessage())
        .contains("spread: not evenly spread");

    use(FakeKwdbNodes.cluster());
    cluster.bad("look", KwdbRequest.SPREAD, "not evenly spread");
    Run waived = start(request(waiver(KwdbRequest.SPREAD)));
    waived.approveEverything();
    assertThat(waived.completed().warnings())
        .anyMatch(warning -> warning.startsWith("waived by ann (rehearsal): spread"));
  }

  @Test
  void aSecondRunUpgradesOnlyWhatIsLeft() {
    cluster.has("node-1", "3.1.0");
    Run run = start(request());

    run.approveEverything();
    run.completed();

    assertThat(cluster.actions())
        .containsExactly("store-dead PT3H", "ROLL node-2 #1", "ROLL node-3 #1", "store-dead PT30M");
  }

  @Test
  void whenEverythingIsThereNothingIsDone() {
    use(new FakeKwdbNodes("3.1.0", KwdbMethod.ROLLING, Topology.MULTI_REPLICA));
    Run run = start(request());

    assertThat(run.approveEverything()).isEmpty();
    run.completed();
    assertThat(cluster.actions()).isEmpty();
  }
}
