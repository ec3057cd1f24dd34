package dev.lockkeeper.lab.openmldb;

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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A look-alike OpenMLDB cluster on hosts of the lab: a real ZooKeeper, nameservers, tablets, and
 * what else the hosts' names ask for, each in {@code /opt/openmldb} of its host. It ends with the
 * hosts.
 */
public final class OpenMldbCluster {

  /** The hosts a cluster needs, for {@link LabNetwork#open(List)}. */
  public static final List<String> HOST_NAMES =
      List.of("zookeeper", "nameserver-1", "nameserver-2", "tablet-1", "tablet-2", "tablet-3");

  /** The hosts of a cluster that has every kind of server. */
  public static final List<String> HOST_NAMES_OF_EVERY_ROLE =
      Stream.concat(HOST_NAMES.stream(), Stream.of("apiserver-1", "taskmanager-1")).toList();

  /** The cluster's --zk_root_path. */
  public static final String ROOT_PATH = "/openmldb_cluster";

  /** What the operator set for the taskmanager. */
  public static final String SPARK_HOME = "/opt/spark";

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final LabNetwork network;
  private final OpenMldbRelease release;
  private final Naming naming;
  private final ZooKeeperNode zookeeper;
  private final List<OpenMldbNode> nodes;

  private OpenMldbCluster(
      LabNetwork network,
      OpenMldbRelease release,
      Naming naming,
      ZooKeeperNode zookeeper,
      List<OpenMldbNode> nodes) {
    this.network = network;
    this.release = release;
    this.naming = naming;
    this.zookeeper = zookeeper;
    this.nodes = nodes;
  }

  /**
   * Installs a release on the hosts of a network, starting nothing.
   *
   * @param network a network with the hosts of {@link #HOST_NAMES}, and more if there shall be more
   *     servers
   */
  public static OpenMldbCluster install(
      LabNetwork network, OpenMldbRelease release, Naming naming) {
    LabHost zookeeperHost = network.host("zookeeper");
    ZooKeeperNode zookeeper =
        new ZooKeeperNode(network, zookeeperHost, port(network, zookeeperHost, 2181));
    List<OpenMldbNode> nodes = new ArrayList<>();
    for (LabHost host : network.hosts()) {
      if (!host.name().equals("zookeeper")) {
        OpenMldbNode.Role role = OpenMldbNode.Role.ofHost(host.name());
        nodes.add(new OpenMldbNode(host.name(), role, host, port(network, host, role.usualPort())));
      }
    }
    OpenMldbCluster cluster =
        new OpenMldbCluster(network, release, naming, zookeeper, List.copyOf(nodes));
    cluster.share(release);
    nodes.parallelStream().forEach(cluster::install);
    return cluster;
  }

  /** Starts ZooKeeper, the tablets and then the nameservers, the first of which will lead. */
  public void start() {
    zookeeper.start();
    await("ZooKeeper does not serve", zookeeper::serves);
    List<OpenMldbNode> tablets = nodes(OpenMldbNode.Role.TABLET);
    tablets.parallelStream().forEach(node -> control(node, "start").orThrow());
    // A nameserver that leads with fewer tablets than a system table has replicas gives up.
    await("a tablet is not registered", () -> tablets.stream().allMatch(this::registered));
    for (OpenMldbNode nameserver : nodes(OpenMldbNode.Role.NAMESERVER)) {
      control(nameserver, "start").orThrow();
      await("no nameserver leads", () -> data().ready(tablets.size()));
      await(nameserver.name() + " is not registered", () -> registered(nameserver));
    }
    nodes(OpenMldbNode.Role.APISERVER).forEach(node -> control(node, "start").orThrow());
    nodes(OpenMldbNode.Role.TASKMANAGER).forEach(node -> control(node, "start").orThrow());
  }

  /**
   * Runs a node's start.sh, as the vendor's page does but with bash.
   *
   * @param action {@code start}, {@code stop} or {@code restart}
   * @return what it said; its exit status is 0 also when it failed
   */
  public CommandResult control(OpenMldbNode node, String action) {
    return node.host()
        .run(
            Duration.ofMinutes(1),
            List.of(
                "env",
                // Where the operator of a taskmanager has it; nobody looks into it here.
                "SPARK_HOME=" + SPARK_HOME,
                "bash",
                node.home() + "/bin/start.sh",
                action,
                node.role().component()));
  }

  /** Brings another release's archive to where all hosts see it, and gives its path there. */
  public String share(OpenMldbRelease another) {
    Path shared = network.sharedOnMachine().resolve(another.archive().getFileName());
    try {
      if (!Files.exists(shared)) {
        Files.copy(another.archive(), shared);
      }
    } catch (IOException e) {
      throw new LabException("Cannot copy " + another.archive() + ": " + e.getMessage(), e);
    }
    return network.sharedDirectory() + "/" + another.archive().getFileName();
  }

  /** The release it was installed with. */
  public OpenMldbRelease release() {
    return release;
  }

  /** The nameservers, then the tablets, then the others. */
  public List<OpenMldbNode> nodes() {
    return nodes;
  }

  /** Those of a role. */
  public List<OpenMldbNode> nodes(OpenMldbNode.Role role) {
    return nodes.stream().filter(node -> node.role() == role).toList();
  }

  /** The node of that name. */
  public OpenMldbNode node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new LabException("The cluster has no node named " + name + "."));
  }

  /** ZooKeeper's connect string, the servers' --zk_cluster. */
  public String zookeeper() {
    return zookeeper.connectString();
  }

  /** What an application does with the cluster. */
  public OpenMldbData data() {
    return new OpenMldbData(
        nodes(OpenMldbNode.Role.NAMESERVER).stream().map(OpenMldbNode::address).toList());
  }

  /** Keeps the nameserver's operations from getting on, until {@link #letOperationsGo()}. */
  public void holdOperations() {
    nodes(OpenMldbNode.Role.NAMESERVER)
        .forEach(node -> node.host().run("touch", node.home() + "/hold-operations").orThrow());
  }

  /** Ends {@link #holdOperations()}. */
  public void letOperationsGo() {
    nodes(OpenMldbNode.Role.NAMESERVER)
        .forEach(node -> node.host().run("rm", "-f", node.home() + "/hold-operations").orThrow());
  }

  private void install(OpenMldbNode node) {
    LabHost host = node.host();
    String archive = network.sharedDirectory() + "/" + release.archive().getFileName();
    host.run("mkdir", "-p", node.home()).orThrow();
    host.run("tar", "-xzf", archive, "-C", node.home(), "--strip-components=1").orThrow();
    host.write(
        node.home() + "/" + node.role().settings(),
        ClusterFlags.fill(
            node.role(),
            OpenMldbRelease.settings(node.role()),
            ClusterFlags.of(node, release.pace(), zookeeper(), ROOT_PATH, naming)));
    if (naming == Naming.NAMES) {
      host.run("mkdir", "-p", node.home() + "/data").orThrow();
      host.write(node.home() + "/data/name.txt", node.name() + "\n");
    }
  }

  private boolean registered(OpenMldbNode node) {
    return node.host()
        .run("sh", "-c", "grep -qs 'register to zk cluster' \"$1\"/logs/*.log", "-", node.home())
        .succeeded();
  }

  /** What the servers logged last, for the message of a failure. */
  private String lastWords() {
    StringBuilder words = new StringBuilder();
    for (OpenMldbNode node : nodes) {
      words.append(node.name()).append(":\n");
      words.append(
          node.host().run("sh", "-c", "tail -n 4 \"$1\"/logs/*.log", "-", node.home()).output());
    }
    return words.toString();
  }

  private void await(String otherwise, BooleanSupplier condition) {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new LabException(
            "The OpenMLDB cluster is not ready after %d s: %s; its last words:%n%s"
                .formatted(READY_LIMIT.toSeconds(), otherwise, lastWords()));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
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
