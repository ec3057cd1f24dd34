package dev.lockkeeper.lab.fluss;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A single ZooKeeper on a host of the lab. */
final class ZooKeeperServer {

  private final LabHost host;
  private final int port;
  private final String libraries;

  /** Brings the jars to where the host sees them. */
  ZooKeeperServer(LabNetwork network, LabHost host, int port) {
    this.host = host;
    this.port = port;
    this.libraries = network.sharedDirectory() + "/zookeeper";
    Path target = network.sharedOnMachine().resolve("zookeeper");
    Path source = ZooKeeperRelease.assemble().libraries();
    try {
      if (!Files.isDirectory(target)) {
        Files.createDirectories(target);
        try (var jars = Files.list(source)) {
          for (Path jar : jars.toList()) {
            Files.copy(jar, target.resolve(jar.getFileName()));
          }
        }
      }
    } catch (IOException e) {
      throw new LabException("Cannot copy ZooKeeper into the lab: " + e.getMessage(), e);
    }
  }

  String connectString() {
    return host.address() + ":" + port;
  }

  /** Starts it and returns at once. */
  void start() {
    String home = host.path("/srv") + "/zookeeper";
    host.run("mkdir", "-p", home).orThrow();
    host.write(
        home + "/zoo.cfg",
        // Sessions of servers that die without a word last 20 ticks at most.
        """
        tickTime=500
        dataDir=%s/data
        clientPort=%d
        clientPortAddress=%s
        admin.enableServer=false
        maxClientCnxns=0
        """
            .formatted(home, port, host.address()));
    host.write(
        home + "/logback.xml",
        """
        <configuration>
          <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d %level %logger{0} %msg%n</pattern></encoder>
          </appender>
          <root level="WARN"><appender-ref ref="console"/></root>
        </configuration>
        """);
    host.run(
            "sh",
            "-c",
            """
            cd "$1" && setsid "$JAVA_HOME/bin/java" -Xmx96m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
              -Dlogback.configurationFile="$1/logback.xml" -cp "$2/*" \
              org.apache.zookeeper.server.quorum.QuorumPeerMain "$1/zoo.cfg" >>"$1/zookeeper.log" 2>&1 &
            """,
            "start",
            home,
            libraries)
        .orThrow();
  }
}
