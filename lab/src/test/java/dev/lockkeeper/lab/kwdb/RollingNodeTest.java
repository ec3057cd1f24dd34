package dev.lockkeeper.lab.kwdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.kwdb.KwdbScripts;
import dev.lockkeeper.activities.kwdb.NodeStatus;
import dev.lockkeeper.activities.kwdb.NodeStatusTable;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/** A node of a multi-replica cluster, upgraded while the others serve. */
@EnabledIf("dev.lockkeeper.lab.host.NamespaceNetwork#isPossible")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollingNodeTest {
  private KwdbFixture kwdb;

  @BeforeAll
  void open() {
    long began = System.nanoTime();
    kwdb = KwdbFixture.open(KwdbPlan.of(KwdbTopology.MULTI_REPLICA, KwdbVersion.V3_0_0));
    System.err.println("UP " + (System.nanoTime() - began) / 1_000_000);
  }

  @AfterAll
  void close() {
    kwdb.close();
  }

  @Test
  void aNodeIsDrainedUpgradedAndRejoins() throws Exception {
    KwdbNode node = kwdb.node(1);
    String deploy = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, KwdbCluster.PackageKind.BARE);
    long began = System.nanoTime();

    JobResult result = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy)));

    System.err.println("JOB " + (System.nanoTime() - began) / 1_000_000 + " " + result);
    System.err.println("LOG " + kwdb.cluster().root(node, "sh", "-c", "cat /var/log/kaiwudb.log; ls -la /usr/local/kaiwudb/bin /run/kwdb-lab; cat /run/kwdb-lab/*; systemctl start kaiwudb; sleep 1; cat /var/log/kaiwudb.log"));
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
    assertThat(
            NodeStatusTable.read(
                kwdb.cluster().kwbase(kwdb.node(2), "node", "status", "--format=csv").output()))
        .allMatch(NodeStatus::serves)
        .filteredOn(status -> status.runs(Version.of("3.1.0")))
        .extracting(NodeStatus::id)
        .containsExactly(1L);
    assertThat(Duration.ZERO).isZero();
  }
}
