package dev.lockkeeper.lab.kwdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.kwdb.DeployOutcome.Completed;
import dev.lockkeeper.activities.kwdb.DeployOutcome.Failed;
import dev.lockkeeper.activities.kwdb.DeployOutcome.NothingDone;
import dev.lockkeeper.activities.kwdb.DeployProblem;
import dev.lockkeeper.activities.kwdb.KwdbCatalogue;
import dev.lockkeeper.activities.kwdb.KwdbProbe;
import dev.lockkeeper.activities.kwdb.KwdbScripts;
import dev.lockkeeper.activities.kwdb.NodeStatus;
import dev.lockkeeper.activities.kwdb.NodeStatusTable;
import dev.lockkeeper.activities.sql.SqlSession;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.lab.kwdb.KwdbCluster.PackageKind;
import dev.lockkeeper.workflows.kwdb.Topology;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Version;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node of a multi-replica cluster of 3.0.0 while the others serve, and the tools that lie. */
@EnabledIf("dev.lockkeeper.lab.host.NamespaceNetwork#isPossible")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollingNodeTest {
  private KwdbFixture kwdb;
  private KwdbNode node;
  private String deploy;
  private String before;

  @BeforeAll
  void open() {
    kwdb = KwdbFixture.open(KwdbPlan.of(KwdbTopology.MULTI_REPLICA, KwdbVersion.V3_0_0));
    node = kwdb.node(2);
    deploy = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.BARE);
  }

  @BeforeEach
  void remember() {
    before = condition();
  }

  @AfterEach
  void restore() {
    if (!condition().equals(before)) {
      kwdb.cluster().restore(node);
      kwdb.cluster().awaitReady();
    }
  }

  /** What a test may change of the node. */
  private String condition() {
    return kwdb.cluster()
            .root(
                node,
                "sh",
                "-c",
                "cat /run/kwdb-lab/*.pid /etc/kaiwudb/info/.version /etc/sudoers.d/kwdb-lab; ls /etc/kwdb-lab/lies")
            .output()
        + kwdb.cluster().sql("SELECT node_id, draining, upgrading FROM lab.nodes ORDER BY node_id");
  }

  @AfterAll
  void close() {
    kwdb.close();
  }

  @Test
  void theNodeIsDrainedUpgradedAndRejoinsAndTheJobMayBeRepeated() throws Exception {
    JobResult result = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy)));

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.marks())
        .extracting(Mark::name)
        .containsExactly(
            "draining",
            "drained",
            "stopping",
            "stopped",
            "upgrading",
            "upgraded",
            "starting",
            "listening",
            "rejoined");
    assertThat(status()).allMatch(NodeStatus::serves);
    assertThat(status().get(1).runs(Version.of("3.1.0"))).isTrue();
    assertThat(status().get(0).runs(Version.of("3.1.0"))).isFalse();

    // The vendor's script takes a second run for an error.
    assertThat(kwdb.deploy(node, deploy, "upgrade", "-l"))
        .isEqualTo(
            new Failed(
                DeployProblem.SAME_VERSION,
                "UPGRADE ERROR:The upgrade conditions are not met.( --> )"));
    JobResult again = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy)));
    assertThat(again.exit()).as(again.output()).isZero();
    assertThat(again.output()).contains("release 3.1.0 is installed already");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED_WITHOUT_CHANGE, 'exit status 0, said completed, /etc/kaiwudb/info/.version says 3.0.0'",
    "NOTHING_DONE, 'exit status 0, did not say completed'"
  })
  void wordsAndStatusOfTheScriptAreNoProof(Lie lie, String words) throws Exception {
    node.begin(lie);

    JobResult result = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy)));

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.output())
        .contains(words)
        .contains("the server was started again with release 3.0.0");
    assertThat(status()).allMatch(NodeStatus::live);
  }

  @Test
  void aVersionThatWasNotWrittenDownIsSeen() throws Exception {
    node.begin(Lie.VERSION_NOT_WRITTEN);

    JobResult result = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy)));

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.output()).contains(".version says 3.0.0, kwbase version 3.1.0");
  }

  @Test
  void afterAPackageToolThatFailedHalfWayThereAreNoProgramsAndARetryWorks() throws Exception {
    node.begin(Lie.PACKAGE_TOOL_FAILS);

    JobResult result = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy)));

    assertThat(result.exit()).isEqualTo(9);
    assertThat(result.output())
        .contains("Pipe create failed: dpkg: error processing archive")
        .contains("there are no programs on the node now");
    KwdbProbe probe = probe();
    assertThat(probe.programs()).isEmpty();
    assertThat(probe.installation().flatMap(i -> i.version())).contains(Version.of("3.0.0"));
    assertThat(kwdb.cluster().root(node, "ls", "/var/lib/kaiwudb").output()).contains("CLUSTERID");

    node.end(Lie.PACKAGE_TOOL_FAILS);
    JobResult retry = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy)));
    assertThat(retry.exit()).as(retry.output()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "DRAIN_HANGS, 7, was not stopped, drained",
    "STOP_HANGS, 3, still runs, stopped",
    "NEVER_LISTENS, 5, does not listen on port 26257, listening",
    "DIES_AT_START, 4, ended while it started, listening"
  })
  void whatHangsOrDiesIsReportedInTimeAndNeverKilled(
      Lie lie, int exit, String words, String notReached) throws Exception {
    node.begin(lie);

    JobResult result = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy, lie)));

    assertThat(result.exit()).as(result.output()).isEqualTo(exit);
    assertThat(result.output()).contains(words);
    assertThat(result.marks()).extracting(Mark::name).doesNotContain(notReached);
    assertThat(probe().running()).isEqualTo(lie != Lie.DIES_AT_START);
    assertThatThrownBy(() -> KwdbScripts.passed(new JobName("c", "u", "s", "node-2", 1), result))
        .isInstanceOfSatisfying(
            StepFailed.class,
            failed ->
                assertThat(failed.reason())
                    .isEqualTo(exit == 4 ? FailureReason.FAILED_COMMAND : FailureReason.TIMEOUT));
  }

  @Test
  void whereSudoAsksForAPasswordNothingIsStopped() throws Exception {
    kwdb.cluster()
        .root(node, "sed", "-i", "s/NOPASSWD: ALL/ALL/", "/etc/sudoers.d/kwdb-lab")
        .orThrow();

    JobResult result = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy)));

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.output()).contains("Allow sudo without one; nothing was stopped");
    assertThat(result.marks()).isEmpty();
    assertThat(probe().sudo()).isEqualTo(KwdbProbe.Sudo.ASKS_FOR_PASSWORD);
    assertThat(kwdb.deploy(node, deploy, "upgrade", "-l"))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.problem()).isEqualTo(DeployProblem.PASSWORD_WANTED));
  }

  @Test
  void theWrongPackageIsSeenBeforeTheNodeStops() throws Exception {
    String image = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.CONTAINER);
    String older = kwdb.cluster().stage(node, KwdbVersion.V2_2_0, PackageKind.BARE);

    assertThat(kwdb.job(node, KwdbScripts.rolling(kwdb.change(image))))
        .matches(result -> result.exit() == 6 && result.marks().isEmpty());
    assertThat(kwdb.job(node, KwdbScripts.rolling(kwdb.change(older))))
        .matches(result -> result.exit() == 6 && result.output().contains("is release 2.2.0"));
    assertThat(kwdb.deploy(node, image, "upgrade", "-l"))
        .isEqualTo(
            new Failed(
                DeployProblem.WRONG_PACKAGE_KIND,
                "Current use bare, but the package is container."));
    assertThat(kwdb.deploy(node, older, "upgrade", "-l"))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.problem()).isEqualTo(DeployProblem.OLDER_TARGET));
    kwdb.shell(node, "rm \"$1\"/packages/*libcommon*", older);
    assertThat(kwdb.deploy(node, older, "upgrade", "-l"))
        .isEqualTo(new Failed(DeployProblem.NO_PACKAGES, "Package libcommon does not exist."));
  }

  @Test
  void withoutItsOptionTheScriptDoesNothingAndSaysSuccess() throws Exception {
    assertThat(kwdb.deploy(node, deploy, "upgrade")).isInstanceOf(NothingDone.class);
    assertThat(kwdb.deploy(node, deploy, "upgrade", "--everything"))
        .isInstanceOf(NothingDone.class);
    assertThat(kwdb.deploy(node, deploy, "upgarde", "-l")).isInstanceOf(NothingDone.class);
    assertThat(probe().programs()).contains(Version.of("3.0.0"));
  }

  @Test
  void onARunningNodeTheScriptUpgradesOnline() throws Exception {
    assertThat(kwdb.deploy(node, deploy, "upgrade", "-l"))
        .isEqualTo(new Completed("Local node upgrade successfully."));

    assertThat(status()).allMatch(NodeStatus::serves);
    assertThat(probe().programs()).contains(Version.of("3.1.0"));
    assertThat(kwdb.cluster().sql("SELECT count(*) FROM lab.nodes WHERE upgrading")).isEqualTo("0");
  }

  @Test
  void anOnlineUpgradeBesideADrainingNodeIsRefused() throws Exception {
    kwdb.cluster().kwbase(kwdb.node(1), "node", "drain").orThrow();
    try {
      assertThat(kwdb.deploy(node, deploy, "upgrade", "-l"))
          .isEqualTo(
              new Failed(
                  DeployProblem.NODE_NOT_ELIGIBLE,
                  "KaiwuDB change status failed: ERROR: can not upgrade nodes when cluster has"
                      + " node UNAVAILABLE."));
    } finally {
      kwdb.cluster().restore(kwdb.node(1));
    }
  }

  @Test
  void theScriptTakesWhatTheDocumentationForbids() throws Exception {
    kwdb.cluster()
        .root(node, "sh", "-c", "systemctl stop kaiwudb; echo 2.2.0 >/etc/kaiwudb/info/.version")
        .orThrow();

    assertThat(kwdb.deploy(node, deploy, "upgrade", "-l")).isInstanceOf(Completed.class);
  }

  @Test
  void theProbeTellsWhatTheNodeSaysOfItself() throws Exception {
    KwdbProbe probe = probe();

    assertThat(probe.installation())
        .hasValueSatisfying(
            installation -> {
              assertThat(installation.topology()).isEqualTo(Topology.MULTI_REPLICA);
              assertThat(installation.address()).isEqualTo(node.host().address());
              assertThat(installation.peers())
                  .containsExactly(kwdb.node(1).host().address(), kwdb.node(3).host().address());
              assertThat(installation.secure()).isFalse();
            });
    assertThat(probe.running()).isTrue();
    assertThat(probe.sudo()).isEqualTo(KwdbProbe.Sudo.FREE);
    // Installed by 3.0.0: there is no such command.
    assertThat(probe.kwStatus()).isEmpty();
    assertThat(probe.usedKib()).isBetween(256L, 100_000L);
    assertThat(probe.freeKib()).isPositive();
  }

  @Test
  void theCatalogueIsAskedThroughTheNodesTunnel() throws Exception {
    try (SqlSession session = kwdb.sqlThroughTunnel(node, KwdbFixture.ROOT)) {
      assertThat(new KwdbCatalogue(session).replicaHealth().problems()).isEmpty();
    }
  }

  @Test
  void theStatusReadsTheSameInEveryForm() throws Exception {
    for (String format : List.of("csv", "tsv", "table")) {
      assertThat(
              NodeStatusTable.read(
                  kwdb.cluster().kwbase(node, "node", "status", "--format=" + format).output()))
          .extracting(NodeStatus::id)
          .containsExactly(1L, 2L, 3L);
    }
  }

  private List<NodeStatus> status() throws StepFailed {
    return NodeStatusTable.read(
        kwdb.cluster().kwbase(kwdb.node(1), "node", "status", "--format=csv").orThrow().output());
  }

  private KwdbProbe probe() throws Exception {
    return KwdbProbe.ask(kwdb.ssh(node), "/etc/kaiwudb", "/usr/local/kaiwudb/bin/kwbase");
  }
}
