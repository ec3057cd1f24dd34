package dev.lockkeeper.lab.lookalike;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A cluster of the look-alike on three hosts of the lab. Several can run side by side, each on a
 * network of its own. It ends with the hosts.
 */
public final class LookalikeCluster {

  /** The hosts a cluster needs, for {@link LabNetwork#open(List)}. */
  public static final List<String> HOST_NAMES = List.of("node-1", "node-2", "node-3");

  /** The version that a cluster is installed with. */
  public static final String OLD_VERSION = "1.0.0";

  /** The version that it is upgraded to. */
  public static final String NEW_VERSION = "1.1.0";

  private static final int USUAL_PORT = 7400;
  private static final int ANSWER_MILLIS = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final LabNetwork network;
  private final String name;
  private final LookalikeRelease old;
  private final LookalikeRelease target;
  private final List<LookalikeNode> nodes;

  private LookalikeCluster(
      LabNetwork network,
      String name,
      LookalikeRelease old,
      LookalikeRelease target,
      List<LookalikeNode> nodes) {
    this.network = network;
    this.name = name;
    this.old = old;
    this.target = target;
    this.nodes = nodes;
  }

  /**
   * Brings a cluster of the old version up and waits until it is whole.
   *
   * @param network a network with the hosts of {@link #HOST_NAMES}
   * @param name the cluster's name in requests, and that of its credential profile
   */
  public static LookalikeCluster up(LabNetwork network, String name) {
    try {
      Path releases = Files.createDirectories(network.directory().resolve("releases"));
      List<LookalikeNode> nodes = new ArrayList<>();
      for (String host : HOST_NAMES) {
        LabHost there = network.host(host);
        nodes.add(new LookalikeNode(host, nodes.size() + 1, there, port(network.kind(), there)));
      }
      LookalikeCluster cluster =
          new LookalikeCluster(
              network,
              name,
              LookalikeRelease.assemble(OLD_VERSION, releases),
              LookalikeRelease.assemble(NEW_VERSION, releases),
              List.copyOf(nodes));
      for (LookalikeRelease release : List.of(cluster.old, cluster.target)) {
        Files.copy(release.archive(), network.sharedOnMachine().resolve(fileName(release)));
      }
      cluster.reset();
      return cluster;
    } catch (IOException e) {
      throw new LabException("The look-alike cannot be installed: " + e.getMessage(), e);
    }
  }

  /** As {@link #reset(LookalikeRelease)}, to the old version. */
  public void reset() {
    reset(old);
  }

  /**
   * Kills what runs, removes every trace of what was done, and brings the cluster up again as new:
   * no jobs, no staged releases, links mended, all settings and data as in the beginning. A disk
   * that was filled has to be freed before, and whoever works on the hosts over SSH has to have
   * stopped.
   */
  public void reset(LookalikeRelease release) {
    String archive = network.sharedDirectory() + "/" + fileName(release);
    onEach(node -> new HostReset(node).run(archive, release.version(), node.configuration(nodes)));
    nodes.forEach(node -> await(node, view -> view.isAtRest(nodes.size())));
  }

  /** Kills a node's server without warning. */
  public void crash(LookalikeNode node) {
    new HostReset(node).killServer();
  }

  /**
   * Waits until every node answers, hears all others, and says that all partitions are led and in
   * sync.
   *
   * @throws LabException with what is seen instead, after 20 s
   */
  public void awaitWhole() {
    nodes.forEach(node -> await(node, view -> view.isWhole(nodes.size())));
  }

  /**
   * Waits until a node answers so.
   *
   * @return the answer
   * @throws LabException with what it says instead, after 20 s
   */
  public NodeView await(LookalikeNode node, Predicate<NodeView> wanted) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Optional<NodeView> view = Optional.empty();
    while (System.nanoTime() < deadline) {
      view = view(node);
      if (view.filter(wanted).isPresent()) {
        return view.get();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new LabException(
        "%s does not become as it should within %d s; now: %s"
            .formatted(
                node.name(), LIMIT.toSeconds(), view.map(NodeView::toString).orElse("no answer")));
  }

  /** What a node says of itself and the cluster; empty when it does not answer within a second. */
  public Optional<NodeView> view(LookalikeNode node) {
    try {
      return Optional.of(NodeView.parse(ask(node, "state")));
    } catch (IOException noAnswer) {
      return Optional.empty();
    }
  }

  /**
   * A node's answer to a line of its protocol.
   *
   * @param line such as {@code set auto-move off}
   * @throws IOException if it does not answer within a second
   */
  public String ask(LookalikeNode node, String line) throws IOException {
    try (NodeLine connection = new NodeLine(node, ANSWER_MILLIS)) {
      return connection.ask(line);
    }
  }

  /** The cluster's name in requests. */
  public String name() {
    return name;
  }

  /** The release that it was installed with. */
  public LookalikeRelease old() {
    return old;
  }

  /** The release that it is upgraded to. */
  public LookalikeRelease target() {
    return target;
  }

  /** The nodes in the order of their ids. */
  public List<LookalikeNode> nodes() {
    return nodes;
  }

  /** The node of that name. */
  public LookalikeNode node(String wanted) {
    return nodes.stream()
        .filter(node -> node.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new LabException("The cluster has no node named " + wanted + "."));
  }

  /** A request for the upgrade of this cluster, to be changed at will. */
  public ObjectNode request() {
    ObjectNode request = new ObjectMapper().createObjectNode();
    request.put("product", "lookalike").put("cluster", name).put("credentials", name);
    request
        .putObject("release")
        .put("version", target.version())
        .put("archive", target.archive().toString())
        .put("sha256", target.sha256());
    ArrayNode list = request.putArray("nodes");
    for (LookalikeNode node : nodes) {
      list.addObject()
          .put("name", node.name())
          .put("host", node.host().address())
          .put("port", node.host().port())
          .put("role", "server")
          .put("home", node.link());
    }
    return request;
  }

  /** The configuration of a worker that may log in to the hosts of these clusters, as YAML. */
  public static String workerConfiguration(List<LookalikeCluster> clusters) {
    StringBuilder yaml = new StringBuilder("lockkeeper:\n  credentials:\n");
    for (LookalikeCluster cluster : clusters) {
      LabHost host = cluster.nodes.get(0).host();
      yaml.append(
          """
              %s:
                user: %s
                known-hosts: %s
                key: {file: %s}
          """
              .formatted(cluster.name, host.sshUser(), host.knownHosts(), host.privateKey()));
    }
    return yaml.toString();
  }

  private void onEach(Consumer<LookalikeNode> action) {
    List<CompletableFuture<Void>> all =
        nodes.stream().map(node -> CompletableFuture.runAsync(() -> action.accept(node))).toList();
    try {
      all.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof LabException cause ? cause : e;
    }
  }

  private static String fileName(LookalikeRelease release) {
    return release.archive().getFileName().toString();
  }

  /** The usual port where a host has its address to itself, else a free one. */
  private static int port(HostKind kind, LabHost host) {
    if (kind == HostKind.NAMESPACES) {
      return USUAL_PORT;
    }
    return FreePorts.oneAt(host.address());
  }
}
