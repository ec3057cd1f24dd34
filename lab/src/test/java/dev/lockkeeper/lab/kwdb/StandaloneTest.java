package dev.lockkeeper.lab.kwdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.kwdb.DeployOutcome.Failed;
import dev.lockkeeper.activities.kwdb.DeployProblem;
import dev.lockkeeper.activities.kwdb.KwdbScripts;
import dev.lockkeeper.lab.kwdb.KwdbCluster.PackageKind;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/** A standalone node: its backup, and its upgrade. */
@EnabledIf("dev.lockkeeper.lab.host.NamespaceNetwork#isPossible")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneTest {
  private static final Version OLD = Version.of("3.0.0");
  private static final String DATA = "/var/lib/kaiwudb";

  private KwdbFixture kwdb;
  private KwdbNode node;

  @BeforeAll
  void open() {
    kwdb = KwdbFixture.open(KwdbPlan.of(KwdbTopology.STANDALONE, KwdbVersion.V3_0_0));
    node = kwdb.node(1);
  }

  @AfterAll
  void close() {
    kwdb.close();
  }

  @Test
  void aRunningNodeIsRefusedByTheScriptAndUpgradedByTheJob() throws Exception {
    String deploy = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.BARE);
    try {
      assertThat(kwdb.deploy(node, deploy, "upgrade", "--local"))
          .isEqualTo(
              new Failed(
                  DeployProblem.STILL_RUNNING,
                  "Current local node is not support online upgrade! Please stop KaiwuDB then try"
                      + " again."));

      JobResult result = kwdb.job(node, KwdbScripts.standalone(kwdb.change(deploy)));

      assertThat(result.exit()).as(result.output()).isZero();
      assertThat(result.marks())
          .extracting(Mark::name)
          .containsExactly(
              "stopping", "stopped", "upgrading", "upgraded", "starting", "listening", "rejoined");
    } finally {
      kwdb.cluster().restore(node);
    }
  }

  @Test
  void whatIsNotInstalledIsNotUpgraded() throws Exception {
    String deploy = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.BARE);
    kwdb.cluster().root(node, "rm", "/etc/systemd/system/kaiwudb.service").orThrow();
    try {
      assertThat(kwdb.deploy(node, deploy, "upgrade", "-l"))
          .isEqualTo(
              new Failed(
                  DeployProblem.NOT_INSTALLED,
                  "KaiwuDB does not exist. Please install KaiwuDB first."));
    } finally {
      kwdb.cluster().restore(node);
    }
  }

  @Test
  void theDataOfAStoppedNodeIsCopiedOnceAndWhole() throws Exception {
    String copy = "/srv/backup/before-3.1.0";
    JobResult early = kwdb.job(node, KwdbScripts.backup(DATA, copy, OLD));
    assertThat(early.exit()).isEqualTo(6);
    assertThat(early.output()).contains("the server has /var/lib/kaiwudb open");

    kwdb.job(node, KwdbScripts.stop(kwdb.change("/unused")));
    try {
      JobResult made = kwdb.job(node, KwdbScripts.backup(DATA, copy, OLD));
      assertThat(made.exit()).as(made.output()).isZero();
      assertThat(kwdb.cluster().root(node, "cat", copy + "/.lockkeeper-backup").output())
          .contains("release 3.0.0 of /var/lib/kaiwudb");
      assertThat(kwdb.cluster().root(node, "ls", copy).output()).contains("000001.sst");
      assertThat(
              kwdb.cluster().root(node, "stat", "-c", "%U", copy + "/000001.sst").output().strip())
          .isEqualTo("kaiwudb");

      JobResult again = kwdb.job(node, KwdbScripts.backup(DATA, copy, OLD));
      assertThat(again.exit()).isZero();
      assertThat(again.output()).contains("is a whole copy already");
    } finally {
      kwdb.cluster().restore(node);
    }
  }

  @Test
  void withoutRoomForItNothingIsCopied() throws Exception {
    kwdb.job(node, KwdbScripts.stop(kwdb.change("/unused")));
    kwdb.cluster()
        .root(
            node, "sh", "-c", "mkdir -p /srv/small && mount -t tmpfs -o size=128k tmpfs /srv/small")
        .orThrow();
    try {
      JobResult result = kwdb.job(node, KwdbScripts.backup(DATA, "/srv/small/copy", OLD));

      assertThat(result.exit()).isEqualTo(6);
      assertThat(result.output()).contains("no disk space for the backup");
      assertThat(kwdb.cluster().root(node, "ls", "-A", "/srv/small").output()).isEmpty();
    } finally {
      kwdb.cluster().root(node, "umount", "/srv/small").orThrow();
      kwdb.cluster().restore(node);
    }
  }
}
