package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.DatabendRole;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A daemon that runs on a machine, of whatever cluster.
 *
 * @param home its installation
 * @param configuration the file it was started with
 * @param toml that file's text; empty if it cannot be read
 */
record FoundDaemon(DatabendRole role, String home, String configuration, String toml) {
  private static final String DISCOVER =
      ScriptResource.read(FoundDaemon.class, "processes.sh")
          + ScriptResource.read(FoundDaemon.class, "discover.sh");
  private static final int OUTPUT_LIMIT = 1 << 20;

  /** Asks a machine what runs there. */
  static List<FoundDaemon> on(SshConnection machine)
      throws SshFailure, StepFailed, InterruptedException {
    return parse(machine.target().host(), machine.run(Command.sh(DISCOVER).keeping(OUTPUT_LIMIT)));
  }

  /** An answer without its last line is no answer. */
  static List<FoundDaemon> parse(String host, CommandResult result) throws StepFailed {
    List<String> lines = result.output().lines().toList();
    if (lines.isEmpty() || !lines.get(lines.size() - 1).equals("end\tyes") || result.truncated()) {
      throw StepFailed.incomplete("the look at " + host, result);
    }
    List<FoundDaemon> daemons = new ArrayList<>();
    for (String line : lines.subList(0, lines.size() - 1)) {
      String[] words = line.split("\t", -1);
      daemons.add(
          new FoundDaemon(
              DatabendRole.of(words[1].substring("databend-".length())),
              words[2],
              words[3],
              new String(Base64.getDecoder().decode(words[4]), StandardCharsets.UTF_8)));
    }
    return daemons;
  }

  /** Where the others of its kind reach it: flight of databend-query, Raft of databend-meta. */
  NodeAddress peer() throws Unreadable {
    return role == DatabendRole.QUERY
        ? QueryConfiguration.parse(toml).flight()
        : MetaConfiguration.parse(toml).raft();
  }
}
