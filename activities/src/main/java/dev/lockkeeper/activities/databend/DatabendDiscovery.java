package dev.lockkeeper.activities.databend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.activities.discovery.ProductDiscovery;
import dev.lockkeeper.activities.discovery.Seeds;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DatabendRole;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.discovery.FoundNode;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds a Databend cluster from a machine that runs databend-query: system.clusters names the query
 * nodes, its configuration a meta node, whose admin API names all meta nodes; and where each is
 * installed says its process.
 */
public final class DatabendDiscovery implements ProductDiscovery {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Nodes connections;
  private final SqlProfiles profiles;

  public DatabendDiscovery(Nodes connections, SqlProfiles profiles) {
    this.connections = connections;
    this.profiles = profiles;
  }

  @Override
  public Discovered discover(Discovery discovery, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    Seeds seeds = new Seeds(connections, discovery);
    String sql = discovery.sqlCredentials();
    if (sql == null) {
      throw new StepFailed(
          FailureReason.INVALID,
          "the worker's profile for SQL is not said, with which the query nodes are asked:"
              + " --sql-credentials");
    }
    Machines machines = new Machines(seeds);
    try (DaemonLines lines = new DaemonLines(connections)) {
      Begun first = first(discovery, seeds, machines, pulse);
      QueryConfiguration query = QueryConfiguration.parse(first.daemon().toml());
      List<FoundNode> nodes = new ArrayList<>();
      pulse.say("asking for system.clusters");
      for (JsonNode row :
          lines.rows(
              asked(discovery, first, query.admin(), query.http()),
              profiles.named(sql),
              "SELECT host, port FROM system.clusters ORDER BY host, port")) {
        NodeAddress flight = NodeAddress.of(row.path(0).asText() + ":" + row.path(1).asText());
        add(nodes, discovery, DatabendRole.QUERY, flight, machines, pulse);
      }
      for (NodeAddress raft : metas(discovery, query, machines, lines, pulse)) {
        add(nodes, discovery, DatabendRole.META, raft, machines, pulse);
      }
      return new Discovered(
          nodes,
          Map.of("sqlCredentials", sql),
          null,
          Map.of(),
          List.of(
              "Query nodes of other tenants or clusters on the same meta nodes are not in this file;"
                  + " a meta upgrade that leaves them too old needs them.",
              "Each home is the directory itself; where a symbolic link leads to it, write the link,"
                  + " and it is moved."));
    } catch (DaemonLines.Silent | Unreadable e) {
      throw new StepFailed(
          FailureReason.UNREACHABLE,
          "a daemon of the cluster does not answer as it should: " + e.getMessage());
    }
  }

  private record Begun(String host, FoundDaemon daemon) {}

  private static Begun first(Discovery discovery, Seeds seeds, Machines machines, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    for (String host : seeds.requiredHosts()) {
      for (FoundDaemon daemon : machines.on(host, pulse)) {
        if (daemon.role() == DatabendRole.QUERY && !daemon.toml().isEmpty()) {
          return new Begun(host, daemon);
        }
      }
    }
    throw new StepFailed(
        FailureReason.INVALID,
        "no databend-query with a configuration that can be read runs on "
            + String.join(", ", seeds.hosts())
            + "; name a machine with a query node of "
            + discovery.cluster()
            + ": --host");
  }

  private static List<NodeAddress> metas(
      Discovery discovery,
      QueryConfiguration query,
      Machines machines,
      DaemonLines lines,
      Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException, DaemonLines.Silent, Unreadable {
    for (NodeAddress endpoint : query.metaEndpoints()) {
      for (FoundDaemon daemon : machines.on(endpoint.host(), pulse)) {
        if (daemon.role() == DatabendRole.META && !daemon.toml().isEmpty()) {
          MetaConfiguration meta = MetaConfiguration.parse(daemon.toml());
          if (meta.grpc().port() == endpoint.port()) {
            Begun begun = new Begun(endpoint.host(), daemon);
            return members(
                lines.admin(
                    asked(discovery, begun, meta.admin(), meta.grpc()), "/v1/cluster/nodes"));
          }
        }
      }
    }
    throw new StepFailed(
        FailureReason.INVALID,
        "no databend-meta with a configuration that can be read runs where meta.endpoints of the"
            + " query node says: "
            + query.metaEndpoints());
  }

  /** Reads the answer of {@code /v1/cluster/nodes} (1.2.x). */
  static List<NodeAddress> members(String text) throws Unreadable {
    List<NodeAddress> members = new ArrayList<>();
    try {
      for (JsonNode node : JSON.readTree(text)) {
        JsonNode endpoint = node.path("endpoint");
        members.add(
            NodeAddress.of(endpoint.path("addr").asText() + ":" + endpoint.path("port").asText()));
      }
    } catch (JsonProcessingException e) {
      throw new Unreadable("the members of databend-meta as JSON", text);
    }
    if (members.isEmpty()) {
      throw new Unreadable("at least one member of databend-meta", text);
    }
    return members;
  }

  private static void add(
      List<FoundNode> nodes,
      Discovery discovery,
      DatabendRole role,
      NodeAddress address,
      Machines machines,
      Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException, Unreadable {
    FoundDaemon daemon = machines.at(role, address, pulse);
    long before = nodes.stream().filter(one -> one.node().role().equals(role.word())).count();
    nodes.add(
        new FoundNode(
            new Node(
                role.word() + "-" + (before + 1),
                address.host(),
                discovery.portOf(address.host()),
                role.word(),
                daemon.home()),
            "runs with " + daemon.configuration() + ", the others reach it at " + address));
  }

  private static Daemon asked(
      Discovery discovery, Begun begun, NodeAddress admin, NodeAddress client) {
    DatabendRole role = begun.daemon().role();
    String host = begun.host();
    Node node =
        new Node(
            role.word() + " on " + host,
            host,
            discovery.portOf(host),
            role.word(),
            begun.daemon().home());
    return new Daemon(
        role,
        new Target(node, discovery.credentials()),
        begun.daemon().configuration(),
        "",
        local(admin),
        local(client),
        "",
        -1,
        null);
  }

  /** As the machine itself reaches it. */
  private static String local(NodeAddress address) {
    boolean any = address.host().equals("0.0.0.0") || address.host().equals("[::]");
    return (any ? "127.0.0.1" : address.host()) + ":" + address.port();
  }
}
