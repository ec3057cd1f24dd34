package dev.lockkeeper.lab.fluss;

import dev.lockkeeper.lab.host.CommandResult;
import dev.lockkeeper.lab.host.HostKind;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.KeeperException;

/**
 * A real Fluss cluster on five hosts of the lab: ZooKeeper, a CoordinatorServer and three
 * TabletServers, each installed as {@code /opt/fluss-<version>} with its data in {@code /srv}. It
 * ends with the hosts.
 */
public final class FlussCluster {

  /** The hosts a cluster needs, for {@link LabNetwork#open(List)}. */
  public static final List<String> HOST_NAMES =
      List.of("zookeeper", "coordinator", "tablet-1", "tablet-2", "tablet-3");

  /** The cluster's zookeeper.path.root. */
  public static final String ZOOKEEPER_ROOT = "/fluss";

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Pattern SERVER_JAR = Pattern.compile("fluss-server-([^/:]+)\\.jar");

  private final LabNetwork network;
  private final FlussRelease release;
  private final ZooKeeperServer zookeeper;
  private final List<FlussNode> nodes;

  private FlussCluster(
      LabNetwork network, FlussRelease release, ZooKeeperServer zookeeper, List<FlussNode> nodes) {
    this.network = network;
    this.release = release;
    this.zookeeper = zookeeper;
    this.nodes = nodes;
  }

  /**
   * Installs a release on the hosts of a network, starting nothing.
   *
   * @param network a network with the hosts of {@link #HOST_NAMES}
   */
  public static FlussCluster install(LabNetwork network, FlussRelease release) {
    LabHost zookeeperHost = network.host("zookeeper");
    ZooKeeperServer zookeeper =
        new ZooKeeperServer(network, zookeeperHost, port(network, zookeeperHost, 2181));
    List<FlussNode> nodes = new ArrayList<>();
    LabHost coordinator = network.host("coordinator");
    nodes.add(
        new FlussNode(
            coordinator.name(),
            FlussNode.Role.COORDINATOR_SERVER,
            0,
            coordinator,
            port(network, coordinator, 9123)));
    for (int id = 1; id <= 3; id++) {
      LabHost host = network.host("tablet-" + id);
      nodes.add(
          new FlussNode(
              host.name(), FlussNode.Role.TABLET_SERVER, id, host, port(network, host, 9123)));
    }
    FlussCluster cluster = new FlussCluster(network, release, zookeeper, List.copyOf(nodes));
    nodes.parallelStream().forEach(node -> cluster.install(node, release));
    return cluster;
  }

  /** Installs one more release on a node, configured like the first, and gives its home. */
  public String install(FlussNode node, FlussRelease another) {
    LabHost host = node.host();
    String opt = host.path("/opt");
    String archive = share(another);
    host.run("mkdir", "-p", opt, host.path("/srv"), network.sharedDirectory() + "/remote")
        .orThrow();
    host.run("tar", "-xzf", archive, "-C", opt).orThrow();
    String home = home(node, another.version());
    Map<String, String> settings =
        ServerYaml.settings(
            another.version(),
            node,
            zookeeper.connectString(),
            network.sharedDirectory() + "/remote");
    if (network.kind() == HostKind.LOOPBACK) {
      // The hosts share /tmp, where the vendor's scripts keep the pid files unless told otherwise.
      settings.put("env.pid.dir", host.path("/run"));
    }
    try {
      String shipped = Files.readString(another.home().resolve("conf/server.yaml"));
      host.write(home + "/conf/server.yaml", ServerYaml.fill(shipped, settings));
    } catch (IOException e) {
      throw new LabException("Cannot read the shipped server.yaml: " + e.getMessage(), e);
    }
    return home;
  }

  /** Where a release lies on a node. */
  public static String home(FlussNode node, FlussVersion version) {
    return node.host().path("/opt") + "/fluss-" + version.number();
  }

  /** Starts ZooKeeper and all servers of the installed release, and returns at once. */
  public void start() {
    zookeeper.start();
    awaitZooKeeper();
    nodes.forEach(node -> control(node, release.version(), "start").orThrow());
  }

  /**
   * Runs a node's control script of an installed release.
   *
   * @param action {@code start}, {@code stop} or {@code stop-all}
   */
  public CommandResult control(FlussNode node, FlussVersion version, String action) {
    return node.host()
        .run(
            Duration.ofMinutes(3),
            List.of(home(node, version) + "/bin/" + node.role().daemon() + ".sh", action));
  }

  /**
   * Waits until the coordinator is active, every tablet is registered, and all replicas are in
   * sync.
   *
   * @throws LabException with what is missing, after a minute
   */
  public void awaitReady() {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    String missing = "no answer from ZooKeeper";
    try (ClusterStateReader reader = reader()) {
      while (System.nanoTime() < deadline) {
        try {
          ClusterState state = reader.read();
          if (state.isWhole() && state.tablets().size() == nodes.size() - 1) {
            return;
          }
          missing = state.toString();
        } catch (KeeperException | IOException notYet) {
          missing = notYet.toString();
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new LabException("The Fluss cluster is not ready: " + missing);
  }

  /** The release it was installed with. */
  public FlussRelease release() {
    return release;
  }

  /** The coordinator, then the tablets. */
  public List<FlussNode> nodes() {
    return nodes;
  }

  /** The node of that name. */
  public FlussNode node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new LabException("The cluster has no node named " + name + "."));
  }

  /** ZooKeeper's connect string. */
  public String zookeeper() {
    return zookeeper.connectString();
  }

  /** What a client needs as its bootstrap.servers. */
  public String bootstrapServers() {
    return String.join(
        ",", nodes.stream().map(node -> node.host().address() + ":" + node.port()).toList());
  }

  /** A reader of the cluster's state; the caller closes it. */
  public ClusterStateReader reader() {
    return new ClusterStateReader(zookeeper(), ZOOKEEPER_ROOT);
  }

  /** The version of the server that runs on a node now, by the jar on its command line. */
  public Optional<String> runningVersion(FlussNode node) {
    return node.host().processes().stream()
        .map(process -> String.join(" ", process.commandLine()))
        .filter(command -> command.contains("." + node.role().mainClass() + " "))
        .map(SERVER_JAR::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  private String share(FlussRelease another) {
    Path shared = network.sharedOnMachine().resolve(another.archive().getFileName());
    synchronized (this) {
      if (!Files.exists(shared)) {
        try {
          Files.copy(another.archive(), shared);
        } catch (IOException e) {
          throw new LabException("Cannot copy " + another.archive() + ": " + e.getMessage(), e);
        }
      }
    }
    return network.sharedDirectory() + "/" + another.archive().getFileName();
  }

  private void awaitZooKeeper() {
    try (ClusterStateReader reader = reader()) {
      long deadline = System.nanoTime() + READY_LIMIT.toNanos();
      while (true) {
        try {
          reader.read();
          return;
        } catch (KeeperException | IOException notYet) {
          if (System.nanoTime() > deadline) {
            throw new LabException("ZooKeeper does not answer at " + zookeeper() + ".", notYet);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while ZooKeeper started.", e);
    }
  }

  /** The usual port where a host has its address to itself, else a free one. */
  private static int port(LabNetwork network, LabHost host, int usual) {
    if (network.kind() == HostKind.NAMESPACES) {
      return usual;
    }
    return FreePorts.oneAt(host.address());
  }
}
