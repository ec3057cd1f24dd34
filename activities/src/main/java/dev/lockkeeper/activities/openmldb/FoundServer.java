package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import java.util.List;

/**
 * A server that runs on a machine, of whatever cluster.
 *
 * @param component as start.sh calls it
 * @param home its installation
 * @param address where it listens; empty if that is not known
 * @param zookeeper its zk_cluster
 * @param root its zk_root_path
 */
record FoundServer(String component, String home, String address, String zookeeper, String root) {
  private static final String DISCOVER =
      ScriptResource.read(FoundServer.class, "processes.sh")
          + ScriptResource.read(FoundServer.class, "discover.sh");
  private static final int OUTPUT_LIMIT = 1 << 20;

  /** Asks a machine what runs there. */
  static List<FoundServer> on(SshConnection machine)
      throws SshFailure, StepFailed, InterruptedException {
    String host = machine.target().host();
    return parse(host, machine.run(Command.sh(DISCOVER).keeping(OUTPUT_LIMIT)));
  }

  /** An answer without its last line is no answer. */
  static List<FoundServer> parse(String host, CommandResult result) throws StepFailed {
    ServerProbe probe = ServerProbe.parse(host, result);
    return probe.all("server").stream()
        .map(line -> line.split("\t", -1))
        .map(words -> of(host, words))
        .toList();
  }

  private static FoundServer of(String host, String[] words) {
    String endpoint = words[3];
    String place = words[4];
    String address = place.isEmpty() ? "" : ListeningPlace.read(place, host);
    return new FoundServer(
        words[0], words[1], endpoint.isEmpty() ? address : endpoint, words[5], words[6]);
  }
}
