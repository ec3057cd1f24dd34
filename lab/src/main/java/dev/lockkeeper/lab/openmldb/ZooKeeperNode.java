package dev.lockkeeper.lab.openmldb;

import dev.lockkeeper.lab.fluss.ZooKeeperRelease;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cluster's ZooKeeper, a real one, alone on a host. */
final class ZooKeeperNode {
  private static final int ANSWER_MILLIS = 1_000;

  private final LabHost host;
  private final int port;
  private final String libraries;

  /** Brings the jars to where the host sees them. */
  ZooKeeperNode(LabNetwork network, LabHost host, int port) {
    this.host = host;
    this.port = port;
    this.libraries = network.sharedDirectory() + "/zookeeper";
    Path target = network.sharedOnMachine().resolve("zookeeper");
    try (var jars = Files.list(ZooKeeperRelease.assemble().libraries())) {
      Files.createDirectories(target);
      for (Path jar : jars.toList()) {
        Files.copy(jar, target.resolve(jar.getFileName()));
      }
    } catch (IOException e) {
      throw new LabException("Cannot copy ZooKeeper into the lab: " + e.getMessage(), e);
    }
  }

  String connectString() {
    return host.address() + ":" + port;
  }

  /** Whether it serves; it listens some time before that. */
  boolean serves() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host.address(), port), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
          .contains("Mode: ");
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Starts it and returns at once. Ticks are short, so that short sessions are allowed; it need not
   * outlive its host, so it does not wait for the disk.
   */
  void start() {
    String home = host.path("/srv") + "/zookeeper";
    host.run("mkdir", "-p", home).orThrow();
    host.write(
        home + "/zoo.cfg",
        """
        tickTime=200
        minSessionTimeout=1000
        maxSessionTimeout=20000
        dataDir=%s/data
        clientPort=%d
        clientPortAddress=%s
        admin.enableServer=false
        maxClientCnxns=0
        """
            .formatted(home, port, host.address()));
    host.run(
            "sh",
            "-c",
            """
            cd "$1" && setsid "$JAVA_HOME/bin/java" -Xmx96m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
              -Dzookeeper.forceSync=no -cp "$2/*" org.apache.zookeeper.server.quorum.QuorumPeerMain "$1/zoo.cfg" \
              </dev/null >>"$1/zookeeper.log" 2>&1 &
            """,
            "start",
            home,
            libraries)
        .orThrow();
  }
}
