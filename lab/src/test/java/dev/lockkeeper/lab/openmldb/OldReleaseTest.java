package dev.lockkeeper.lab.openmldb;

import static dev.lockkeeper.lab.openmldb.ClusterAccess.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.openmldb.NsClient;
import dev.lockkeeper.activities.openmldb.ServerStatus;
import dev.lockkeeper.activities.openmldb.TabletServer;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.lab.host.CommandResult;
import dev.lockkeeper.lab.host.HostProcess;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.host.LocalCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Release 0.5.3 with names in the place of addresses, and its step to the newest. */
class OldReleaseTest {
  @TempDir private Path old;
  @TempDir private Path newest;

  @Test
  void anOldClusterIsToldItsDatabaseOnStandardInputAndATabletGetsTheNewBinary() throws Exception {
    OpenMldbRelease release = OpenMldbRelease.write(OpenMldbVersion.V0_5_3, Pace.quick(), old);
    OpenMldbRelease next = OpenMldbRelease.write(OpenMldbVersion.V0_9_2, Pace.quick(), newest);
    try (LabNetwork network = LabNetwork.open(OpenMldbCluster.HOST_NAMES)) {
      OpenMldbCluster cluster = OpenMldbCluster.install(network, release, Naming.NAMES);
      cluster.start();
      try (ClusterAccess access = new ClusterAccess(cluster)) {
        NsClient client = access.client("tablet-1", OpenMldbVersion.V0_5_3);
        cluster.data().createTable("orders", "flow", 1, 2);
        assertThat(client.showTable("orders"))
            .hasSize(2)
            .allSatisfy(replica -> assertThat(replica.endpoint()).startsWith("tablet-"));

        client.setAutoFailover(false);
        OpenMldbNode tablet = cluster.node("tablet-2");
        assertThatThrownBy(() -> client.offlineEndpoint(tablet.address()))
            .isInstanceOf(StepFailed.class)
            .hasMessageContaining("calls a tablet by its name");
        client.offlineEndpoint(tablet.name());
        access.awaitOperations(client);

        assertThat(cluster.control(tablet, "stop").output()).endsWith("STOPPED\n");
        replaceBinary(tablet, cluster.share(next));
        await(() -> state(client, tablet) == TabletServer.State.OFFLINE);
        assertThat(cluster.control(tablet, "start").output())
            .contains("process pid is ")
            .contains("Start tablet success");
        access.awaitHealthy(client, tablet.name());
        client.recoverEndpoint(tablet.name());
        access.awaitOperations(client);
        assertThat(access.status("tablet-2"))
            .isEqualTo(new ServerStatus.Running("0.9.2-lookalike"));
        assertThat(access.status("tablet-3"))
            .isEqualTo(new ServerStatus.Running("0.5.3-lookalike"));
        assertThat(client.showTable("orders")).allMatch(replica -> replica.alive());

        aKilledServerIsStartedAgain(cluster, access);
      }
    }
  }

  @Test
  void theNewestArchiveHasOnlyTemplatesOfTheFlagsFiles() {
    OpenMldbRelease release = OpenMldbRelease.write(OpenMldbVersion.V0_9_2, Pace.quick(), newest);

    assertThat(release.archive()).hasFileName("openmldb-0.9.2-linux.tar.gz").isRegularFile();
    CommandResult list = LocalCommand.run("tar", "-tzf", release.archive().toString());
    assertThat(list.orThrow().output().lines())
        .contains(
            "openmldb-0.9.2-linux/bin/openmldb",
            "openmldb-0.9.2-linux/bin/start.sh",
            "openmldb-0.9.2-linux/conf/tablet.flags.template")
        .doesNotContain("openmldb-0.9.2-linux/conf/tablet.flags");
    assertThat(Files.isExecutable(newest.resolve("openmldb-0.9.2-linux/bin/openmldb"))).isTrue();
  }

  /** The supervisor does that, also while the old session makes each new server die. */
  private static void aKilledServerIsStartedAgain(OpenMldbCluster cluster, ClusterAccess access)
      throws Exception {
    OpenMldbNode tablet = cluster.node("tablet-3");
    assertThat(cluster.control(tablet, "start").output())
        .isEqualTo(
            "Starting tablet ... \ntablet already running as process "
                + tablet.host().run("cat", tablet.home() + "/bin/tablet.pid").output().strip()
                + ".\n");
    HostProcess server =
        tablet.host().processes().stream()
            .filter(process -> process.commandLine().contains("--flagfile=./conf/tablet.flags"))
            .findFirst()
            .orElseThrow();
    tablet.host().run("kill", "-9", Long.toString(server.pid())).orThrow();
    await(() -> access.status("tablet-3") instanceof ServerStatus.NotListening);
    await(() -> access.status("tablet-3") instanceof ServerStatus.Running);
    assertThat(tablet.host().run("cat", tablet.home() + "/logs/tablet_mon.log").output())
        .contains("err from zk -110");
  }

  private static void replaceBinary(OpenMldbNode node, String archive) {
    LabHost host = node.host();
    host.run("mv", node.home() + "/bin", node.home() + "/bin.0.5.3").orThrow();
    host.run(
            "tar",
            "-xzf",
            archive,
            "-C",
            node.home(),
            "--strip-components=1",
            OpenMldbRelease.directory(OpenMldbVersion.V0_9_2) + "/bin")
        .orThrow();
  }

  private static TabletServer.State state(NsClient client, OpenMldbNode node) throws Exception {
    return client.showTablets().stream()
        .filter(tablet -> tablet.endpoint().equals(node.name()))
        .findFirst()
        .orElseThrow()
        .state();
  }
}
