package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.discovery.Seeds;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.DatabendRole;
import dev.lockkeeper.workflows.model.FailureReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The machines of a cluster and the daemons there, each looked at once. */
final class Machines {
  private final Seeds seeds;
  private final Map<String, List<FoundDaemon>> daemons = new LinkedHashMap<>();

  Machines(Seeds seeds) {
    this.seeds = seeds;
  }

  /** The daemons on a machine. */
  List<FoundDaemon> on(String host, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    List<FoundDaemon> known = daemons.get(host);
    if (known == null) {
      pulse.say("looking what runs on " + host);
      known = FoundDaemon.on(seeds.to(host));
      daemons.put(host, known);
    }
    return known;
  }

  /**
   * The daemon that the others of its kind reach at an address.
   *
   * @throws StepFailed INVALID when it is none or several
   */
  FoundDaemon at(DatabendRole role, NodeAddress address, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException, Unreadable {
    FoundDaemon found = null;
    int seen = 0;
    for (FoundDaemon daemon : on(address.host(), pulse)) {
      if (daemon.role() == role && !daemon.toml().isEmpty() && fits(daemon.peer(), address)) {
        found = daemon;
        seen++;
      }
    }
    if (found == null || seen > 1) {
      throw new StepFailed(
          FailureReason.INVALID,
          "it cannot be told where "
              + role.program()
              + " "
              + address
              + " is installed: "
              + seen
              + " processes on "
              + address.host()
              + " have that "
              + (role == DatabendRole.QUERY ? "flight_api_address" : "raft_advertise_host and port")
              + " in a configuration that can be read. See that the login user may read it, and"
              + " that --ssh-port leads there");
    }
    return found;
  }

  private static boolean fits(NodeAddress configured, NodeAddress address) {
    boolean any = configured.host().equals("0.0.0.0") || configured.host().equals("[::]");
    return configured.port() == address.port() && (any || configured.host().equals(address.host()));
  }
}
