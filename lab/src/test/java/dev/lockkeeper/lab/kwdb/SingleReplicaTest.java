package dev.lockkeeper.lab.kwdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.kwdb.DeployOutcome.Completed;
import dev.lockkeeper.activities.kwdb.KwdbCatalogue;
import dev.lockkeeper.activities.kwdb.KwdbChange;
import dev.lockkeeper.activities.kwdb.KwdbScripts;
import dev.lockkeeper.activities.kwdb.NodeStatus;
import dev.lockkeeper.activities.kwdb.NodeStatusTable;
import dev.lockkeeper.lab.kwdb.KwdbCluster.PackageKind;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/** A cluster with one copy of everything: all stop, each is upgraded, all start. */
@EnabledIf("dev.lockkeeper.lab.host.NamespaceNetwork#isPossible")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleReplicaTest {
  private KwdbFixture kwdb;

  @BeforeAll
  void open() {
    kwdb = KwdbFixture.open(KwdbPlan.of(KwdbTopology.SINGLE_REPLICA, KwdbVersion.V3_0_0));
  }

  @AfterAll
  void close() {
    kwdb.close();
  }

  @Test
  void allNodesStopAreUpgradedAndStart() throws Exception {
    Map<KwdbNode, KwdbChange> changes = new HashMap<>();
    for (KwdbNode node : kwdb.cluster().nodes()) {
      changes.put(
          node, kwdb.change(kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.BARE)));
    }
    JobResult early = kwdb.job(kwdb.node(1), KwdbScripts.upgradeStopped(changes.get(kwdb.node(1))));
    assertThat(early.exit()).isEqualTo(6);
    assertThat(early.output()).contains("kaiwudb runs; nothing was upgraded");
    try {
      for (KwdbNode node : kwdb.cluster().nodes()) {
        assertThat(kwdb.job(node, KwdbScripts.stop(changes.get(node))).exit()).isZero();
      }
      for (KwdbNode node : kwdb.cluster().nodes()) {
        JobResult result = kwdb.job(node, KwdbScripts.upgradeStopped(changes.get(node)));
        assertThat(result.exit()).as(result.output()).isZero();
      }
      for (KwdbNode node : kwdb.cluster().nodes()) {
        assertThat(kwdb.job(node, KwdbScripts.start(changes.get(node))).exit()).isZero();
      }
      for (KwdbNode node : kwdb.cluster().nodes()) {
        assertThat(kwdb.job(node, KwdbScripts.rejoin(changes.get(node))).exit()).isZero();
      }
      assertThat(status())
          .allMatch(node -> node.serves() && node.runs(Version.of("3.1.0")))
          .extracting(NodeStatus::startMode)
          .containsOnly("start-single-replica");
    } finally {
      kwdb.cluster().nodes().forEach(node -> kwdb.cluster().restore(node));
      kwdb.cluster().awaitReady();
    }
  }

  @Test
  void theScriptDoesNotKeepAnybodyFromTheForbiddenOnlineUpgrade() throws Exception {
    KwdbNode node = kwdb.node(3);
    String deploy = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.BARE);
    try {
      assertThat(kwdb.deploy(node, deploy, "upgrade", "-l")).isInstanceOf(Completed.class);
    } finally {
      kwdb.cluster().restore(node);
      kwdb.cluster().awaitReady();
    }
  }

  @Test
  void everyNodeHasRangesThatNobodyElseHas() throws Exception {
    long lost =
        kwdb.awaitCatalogue(
                kwdb.node(1), KwdbFixture.ROOT, KwdbCatalogue::rangeSpread, spread -> true)
            .lostWithout(2, List.of(1L, 2L, 3L));

    assertThat(lost).isEqualTo(10);
  }

  private List<NodeStatus> status() throws Exception {
    return NodeStatusTable.read(
        kwdb.cluster().kwbase(kwdb.node(1), "node", "status", "--format=csv").orThrow().output());
  }
}
