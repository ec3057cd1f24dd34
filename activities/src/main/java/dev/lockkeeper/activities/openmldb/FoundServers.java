package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.discovery.FoundNode;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The nodes of a request as they are found, named after their role and counted. */
final class FoundServers {
  private final Discovery discovery;
  private final Map<OpenMldbRole, List<FoundNode>> byRole = new EnumMap<>(OpenMldbRole.class);

  FoundServers(Discovery discovery) {
    this.discovery = discovery;
  }

  /** Adds the server that listens at an address. */
  void add(OpenMldbRole role, String address, Machines machines, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    machines.visit(Machines.host(address), pulse);
    add(role, Machines.host(address), machines.server(role, address));
  }

  /** Adds the servers of the cluster that no nameserver lists. */
  void addOthers(Machines machines) {
    machines
        .servers()
        .forEach(
            (host, servers) ->
                servers.stream()
                    .filter(server -> !OpenMldbRole.of(server.component()).registered())
                    .filter(server -> isOn(host, server))
                    .forEach(server -> add(OpenMldbRole.of(server.component()), host, server)));
  }

  /** In order of the roles, which is that of their upgrade. */
  List<FoundNode> nodes() {
    return byRole.values().stream().flatMap(List::stream).toList();
  }

  /** Machines that share a process table see each other's servers. */
  private static boolean isOn(String host, FoundServer server) {
    return server.address().isEmpty() || Machines.host(server.address()).equals(host);
  }

  private void add(OpenMldbRole role, String host, FoundServer server) {
    List<FoundNode> known = byRole.computeIfAbsent(role, any -> new ArrayList<>());
    String name = role.word() + "-" + (known.size() + 1);
    Node node = new Node(name, host, discovery.portOf(host), role.word(), server.home());
    known.add(
        new FoundNode(node, server.address().isEmpty() ? "" : "listens at " + server.address()));
  }
}
