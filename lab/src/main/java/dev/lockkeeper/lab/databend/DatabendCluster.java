package dev.lockkeeper.lab.databend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.databend.DatabendNode.Keeper;
import dev.lockkeeper.lab.databend.DatabendNode.Role;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Three nodes of the look-alike databend-meta and three of databend-query on six hosts of the lab,
 * each installed as {@code /opt/databend-<version>} with a link {@code /opt/databend}, its
 * configuration and data in {@code /srv/databend}, and started by hand as on the vendor's page. It
 * ends with the hosts.
 */
public final class DatabendCluster {
  /** The hosts a cluster needs, for {@link LabNetwork#open(List)}. */
  public static final List<String> HOST_NAMES =
      List.of("meta-1", "meta-2", "meta-3", "query-1", "query-2", "query-3");

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final LabNetwork network;
  private final List<DatabendNode> nodes;
  private final DatabendHttp http = new DatabendHttp();

  private DatabendCluster(LabNetwork network, List<DatabendNode> nodes) {
    this.network = network;
    this.nodes = nodes;
  }

  /**
   * Installs a release on the hosts of a network, starting nothing.
   *
   * @param network a network with the hosts of {@link #HOST_NAMES}
   */
  public static DatabendCluster install(LabNetwork network, DatabendRelease release) {
    return install(network, release, Map.of());
  }

  /**
   * As {@link #install(LabNetwork, DatabendRelease)}, with some nodes run by systemd units.
   *
   * @param keepers who runs a node, by its name; by hand those that are not named
   */
  public static DatabendCluster install(
      LabNetwork network, DatabendRelease release, Map<String, Keeper> keepers) {
    List<DatabendNode> nodes = new ArrayList<>();
    for (String name : HOST_NAMES) {
      LabHost host = network.host(name);
      Role role = name.startsWith("meta") ? Role.META : Role.QUERY;
      nodes.add(
          new DatabendNode(
              name,
              role,
              Integer.parseInt(name.substring(name.length() - 1)),
              host,
              role == Role.META
                  ? ports(network, host, 28002, 9191, 28004, 0)
                  : ports(network, host, 8080, 8000, 9090, 7070),
              keepers.getOrDefault(name, Keeper.HAND)));
    }
    DatabendCluster cluster = new DatabendCluster(network, List.copyOf(nodes));
    nodes.parallelStream()
        .forEach(
            node -> {
              LabHost host = node.host();
              if (node.keeper() != Keeper.PACKAGE) {
                cluster.install(node, release);
                cluster.use(node, release.version());
              }
              host.run("mkdir", "-p", node.logs()).orThrow();
              host.write(node.configuration(), NodeToml.of(node, nodes));
              if (node.keeper() != Keeper.HAND) {
                DatabendUnits.install(network, node, cluster.share(release));
              }
            });
    return cluster;
  }

  /** Installs one more release on a node, beside the others, and gives its home. */
  public String install(DatabendNode node, DatabendRelease another) {
    String home = home(node, another.version());
    node.host().run("mkdir", "-p", home).orThrow();
    node.host().run("tar", "-xzf", share(another), "-C", home).orThrow();
    return home;
  }

  /** Where a release lies on a node. */
  public static String home(DatabendNode node, DatabendVersion version) {
    return node.host().path("/opt") + "/databend-" + version.name();
  }

  /** Makes a release the one that the next start runs. */
  public void use(DatabendNode node, DatabendVersion version) {
    node.host().run("ln", "-sfn", home(node, version), node.home()).orThrow();
  }

  /** Starts all nodes and returns at once. */
  public void start() {
    nodes.parallelStream().forEach(this::start);
  }

  /** Starts a node by its unit, or by hand as on the vendor's page, and returns at once. */
  public void start(DatabendNode node) {
    if (node.keeper() != Keeper.HAND) {
      DatabendUnits.start(network, node);
      return;
    }
    node.host()
        .run(
            "sh",
            "-c",
            "nohup \"$1/bin/$2\" -c \"$3\" >>\"$4\" 2>&1 </dev/null & echo $! >\"$5\"",
            "start",
            node.home(),
            node.role().program(),
            node.configuration(),
            node.output(),
            node.pidFile())
        .orThrow();
  }

  /** Asks a node to stop and waits until it has ended. */
  public void stop(DatabendNode node) {
    if (node.keeper() == Keeper.HAND) {
      signal(node, "TERM");
    } else {
      DatabendUnits.stop(network, node);
    }
  }

  /** Kills a node that was started by hand, without warning. */
  public void kill(DatabendNode node) {
    signal(node, "KILL");
  }

  /** Runs a program of the release that a node uses, such as databend-metactl. */
  public CommandResult run(DatabendNode node, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(node.home() + "/bin/" + program));
    command.addAll(List.of(arguments));
    return node.host().run(Duration.ofSeconds(60), command);
  }

  /**
   * Waits until one leader is known to three voters that have caught up, and every query node that
   * should run is registered and answers.
   *
   * @throws LabException with what is missing, after a minute
   */
  public void awaitReady() {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    String missing = missing();
    while (!missing.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new LabException("The Databend cluster is not ready: " + missing);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      missing = missing();
    }
  }

  /** What keeps the cluster from being whole; empty if it is. */
  public String missing() {
    Set<String> leaders = new HashSet<>();
    Set<Long> applied = new HashSet<>();
    DatabendNode at = nodes.get(0);
    try {
      for (DatabendNode meta : nodes(Role.META)) {
        at = meta;
        JsonNode status = http.json(meta, "/v1/cluster/status");
        if (status.get("voters").size() != nodes(Role.META).size()) {
          return meta.name() + " knows " + status.get("voters").size() + " voters";
        }
        leaders.add(status.get("leader").path("name").asText("none"));
        applied.add(status.get("last_seq").asLong());
      }
      if (leaders.size() != 1 || leaders.contains("none")) {
        return "leaders " + leaders;
      }
      if (applied.size() > 1) {
        return "nodes of databend-meta are at " + applied;
      }
      for (DatabendNode query : nodes(Role.QUERY)) {
        at = query;
        int rows = http.sql(query, "select name from system.clusters").size();
        if (rows != nodes(Role.QUERY).size()) {
          return query.name() + " sees " + rows + " query nodes";
        }
      }
      return "";
    } catch (IOException notYet) {
      return at.name() + ": " + notYet.getMessage();
    }
  }

  /** The meta nodes, then the query nodes. */
  public List<DatabendNode> nodes() {
    return nodes;
  }

  /** The nodes of one role, in the order of their numbers. */
  public List<DatabendNode> nodes(Role role) {
    return nodes.stream().filter(node -> node.role() == role).toList();
  }

  /** The node of that name. */
  public DatabendNode node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new LabException("The cluster has no node named " + name + "."));
  }

  /** The leader of databend-meta, as its nodes say. */
  public Optional<DatabendNode> leader() {
    for (DatabendNode meta : nodes(Role.META)) {
      try {
        if (http.json(meta, "/v1/cluster/status").get("is_leader").asBoolean()) {
          return Optional.of(meta);
        }
      } catch (IOException down) {
        // Then it does not lead.
        continue;
      }
    }
    return Optional.empty();
  }

  /** Asks the daemons over HTTP. */
  public DatabendHttp http() {
    return http;
  }

  /** The version that a node of the cluster runs now, by its program's place. */
  public Optional<String> runningVersion(DatabendNode node) {
    return node.host().processes().stream()
        .map(process -> String.join(" ", process.commandLine()))
        .filter(command -> command.contains("/libexec/bin/" + node.role().program() + " "))
        .map(command -> command.replaceAll("(?s).*-Dlookalike\\.version=(\\S+).*", "$1"))
        .findFirst();
  }

  private void signal(DatabendNode node, String signal) {
    node.host()
        .run(
            "sh",
            "-c",
            "pid=$(cat \"$1\") && kill -\"$2\" \"$pid\" || exit 1\n"
                // A process that has ended may wait for its parent to notice.
                + "until [ ! -e \"/proc/$pid\" ] || grep -q '^State:.Z' \"/proc/$pid/status\"; do sleep 0.05; done",
            "signal",
            node.pidFile(),
            signal)
        .orThrow();
  }

  private String share(DatabendRelease another) {
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

  /** The usual ports where a host has its address to itself, else free ones. */
  private static DatabendNode.Ports ports(
      LabNetwork network, LabHost host, int admin, int client, int peer, int metrics) {
    if (network.kind() == HostKind.NAMESPACES) {
      return new DatabendNode.Ports(admin, client, peer, metrics);
    }
    return new DatabendNode.Ports(
        FreePorts.oneAt(host.address()),
        FreePorts.oneAt(host.address()),
        FreePorts.oneAt(host.address()),
        FreePorts.oneAt(host.address()));
  }
}
