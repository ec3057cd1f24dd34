package dev.lockkeeper.activities.fluss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.OpenSshNode;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.ssh.TransferListener;
import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.ssh.UploadResult;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.FlussView;
import dev.lockkeeper.workflows.fluss.Recovery;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ZooKeeperAccessTest {
  private static final Duration SHORT = Duration.ofSeconds(3);

  @RegisterExtension final OpenSshNode node = new OpenSshNode();

  private final ZooKeeperFixture zookeeper;

  ZooKeeperAccessTest(@TempDir Path directory) throws Exception {
    zookeeper = new ZooKeeperFixture(directory);
    zookeeper.put("/fluss/coordinators/active", "{}");
  }

  @AfterEach
  void stop() throws Exception {
    zookeeper.close();
  }

  @Test
  void aServerThatIsReachedDirectlyNeedsNoTunnel() throws Exception {
    InsideName inside = new InsideName(node.connection(), zookeeper.port());
    try (ZooKeeperAccess access = ZooKeeperAccess.open(zookeeper.address(), inside, SHORT)) {
      assertThat(new StateReader(access.session(), "/fluss").read().coordinator()).isPositive();
      assertThat(inside.asked).isEmpty();
    }
  }

  @Test
  void aServerThatOnlyTheNodeKnowsIsReachedThroughIt() throws Exception {
    InsideName inside = new InsideName(node.connection(), zookeeper.port());
    try (ZooKeeperAccess access = ZooKeeperAccess.open("zk.inside.invalid:2181", inside, SHORT)) {
      assertThat(new StateReader(access.session(), "/fluss").read().coordinator()).isPositive();
      assertThat(inside.asked).containsExactly("zk.inside.invalid:2181");
    }
  }

  @Test
  void oneLivingServerOfSeveralIsEnough() throws Exception {
    String servers = "127.0.0.1:" + freePort() + "," + zookeeper.address();
    try (ZooKeeperAccess access =
        ZooKeeperAccess.open(servers, node.connection(), Duration.ofSeconds(15))) {
      assertThat(new StateReader(access.session(), "/fluss").read().coordinator()).isPositive();
    }
  }

  @Test
  void noServerAtAllIsUnreachableAndSaysWhatTheTunnelSaw() throws Exception {
    String nowhere = "127.0.0.1:" + freePort();
    assertThatThrownBy(() -> ZooKeeperAccess.open(nowhere, node.connection(), SHORT))
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.UNREACHABLE))
        .hasMessageContaining("ZooKeeper at " + nowhere + " gave no session within 3 s")
        .hasMessageContaining("fluss.zookeeper is right")
        .hasMessageContaining("Through an SSH tunnel:")
        .hasMessageContaining("refused");
  }

  @Test
  void aLinkThatDropsWhileRecoveryIsAwaitedEndsNothing() throws Exception {
    zookeeper.put("/fluss/tabletservers/ids/1", "{}");
    ClusterProbe probe =
        new ClusterProbe(
            new InsideName(node.connection(), zookeeper.port()),
            new FlussView(
                "zk.inside.invalid:2181",
                "/fluss",
                new Target(new Node("tablet-1", "h", 22, "tablet-server", "/opt/fluss"), "key")));
    List<String> said = new ArrayList<>();
    Pulse pulse =
        text -> {
          if (said.isEmpty()) {
            node.dropConnections();
          } else if (said.size() == 3) {
            put("/fluss/tabletservers/ids/2", "{}");
          }
          said.add(text);
        };

    assertThat(
            probe
                .awaitRecovery(
                    new Recovery(
                        FlussRole.TABLET_SERVER,
                        2,
                        1,
                        2,
                        Duration.ofSeconds(40),
                        Duration.ofMillis(300)),
                    pulse)
                .safe())
        .isTrue();
    assertThat(said).anyMatch(text -> text.contains("1 of 2 registered"));
  }

  @Test
  void aZooKeeperThatIsAwayForAWhileEndsNoWaiting() throws Exception {
    zookeeper.put("/fluss/tabletservers/ids/1", "{}");
    zookeeper.put("/fluss/tabletservers/ids/2", "{}");
    ClusterProbe probe =
        new ClusterProbe(
            node.connection(),
            new FlussView(
                zookeeper.address(),
                "/fluss",
                new Target(new Node("tablet-1", "h", 22, "tablet-server", "/opt/fluss"), "key")));
    List<String> said = new ArrayList<>();
    Pulse pulse =
        text -> {
          if (said.isEmpty()) {
            zookeeper.stopServer();
          } else if (text.startsWith("ZooKeeper did not answer")) {
            startAgain();
          }
          said.add(text);
        };

    assertThat(
            probe
                .awaitRecovery(
                    new Recovery(
                        FlussRole.TABLET_SERVER,
                        2,
                        1,
                        2,
                        Duration.ofSeconds(40),
                        Duration.ofMillis(500)),
                    pulse)
                .safe())
        .isTrue();
    assertThat(said).anyMatch(text -> text.startsWith("ZooKeeper did not answer"));
  }

  @Test
  void aClusterThatDoesNotRecoverIsUnhealthyAndSaysWhatIsMissing() throws Exception {
    ClusterProbe probe =
        new ClusterProbe(
            node.connection(),
            new FlussView(
                zookeeper.address(),
                "/fluss",
                new Target(new Node("tablet-1", "h", 22, "tablet-server", "/opt/fluss"), "key")));
    assertThatThrownBy(
            () ->
                probe.awaitRecovery(
                    new Recovery(
                        FlussRole.TABLET_SERVER, 2, 1, 2, Duration.ofSeconds(1), Duration.ZERO),
                    Pulse.SILENT))
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.UNHEALTHY))
        .hasMessageContaining("not recovered after 1 s")
        .hasMessageContaining("0 of 2 registered");
  }

  private void put(String path, String text) {
    try {
      zookeeper.put(path, text);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void startAgain() {
    try {
      zookeeper.startServer();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /**
   * A node in whose network every name leads to ZooKeeper; the bytes go through the real tunnel.
   */
  private static final class InsideName implements SshConnection {
    private final SshConnection node;
    private final int port;
    private final List<String> asked = new ArrayList<>();

    InsideName(SshConnection node, int port) {
      this.node = node;
      this.port = port;
    }

    @Override
    public Tunnel tunnel(String remoteHost, int remotePort)
        throws SshFailure, InterruptedException {
      asked.add(remoteHost + ":" + remotePort);
      return node.tunnel("127.0.0.1", port);
    }

    @Override
    public SshTarget target() {
      return node.target();
    }

    @Override
    public CommandResult run(Command command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CommandResult follow(Command command, Consumer<String> onLine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public UploadResult upload(Path local, String remotePath, TransferListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(String text, String remotePath, int mode) {
      throw new UnsupportedOperationException();
    }
  }
}
