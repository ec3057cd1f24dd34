package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.discovery.Seeds;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The machines of a cluster and what runs there, each looked at once. */
final class Machines {
  private final Seeds seeds;
  private final String root;
  private final Map<String, List<FoundServer>> servers = new LinkedHashMap<>();

  /**
   * @param root path of the cluster in ZooKeeper
   */
  Machines(Seeds seeds, String root) {
    this.seeds = seeds;
    this.root = root;
  }

  static String host(String address) {
    return address.substring(0, address.lastIndexOf(':'));
  }

  /** Looks at a machine, unless that was done. */
  void visit(String host, Pulse pulse) throws StepFailed, SshFailure, InterruptedException {
    if (!servers.containsKey(host)) {
      pulse.say("looking what runs on " + host);
      servers.put(
          host,
          FoundServer.on(seeds.to(host)).stream()
              .filter(server -> server.root().equals(root))
              .toList());
    }
  }

  /** What runs on each machine that was looked at. */
  Map<String, List<FoundServer>> servers() {
    return servers;
  }

  /**
   * The server that listens at an address, on a machine that was looked at.
   *
   * @throws StepFailed INVALID when no process, or several, listen there
   */
  FoundServer server(OpenMldbRole role, String address) throws StepFailed {
    List<FoundServer> there = servers.getOrDefault(host(address), List.of());
    List<FoundServer> fitting =
        there.stream()
            .filter(server -> server.component().equals(role.word()))
            .filter(server -> server.address().equals(address))
            .toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw new StepFailed(
        FailureReason.INVALID,
        "it cannot be told where "
            + role.word()
            + " "
            + address
            + " is installed: "
            + (fitting.isEmpty() ? "no process" : fitting.size() + " processes")
            + " with conf/"
            + role.word()
            + ".flags and zk_root_path "
            + root
            + " listen there"
            + (there.isEmpty()
                ? "; no server of the cluster was seen on the machine"
                : there.stream()
                    .map(server -> server.component() + " " + server.address())
                    .collect(Collectors.joining(", ", "; seen: ", "")))
            + ". See that the login user is the servers' user and that --ssh-port leads there");
  }
}
