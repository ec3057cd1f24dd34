package dev.lockkeeper.activities.fence;

import dev.lockkeeper.activities.job.JobOwner;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is done about one cluster on one node, each by one command that may be run again. */
record FenceScripts(String cluster) {
  private static final String FENCE =
      JobOwner.FUNCTIONS + ScriptResource.read(FenceScripts.class, "fence.sh");
  private static final String TIDY =
      JobOwner.FUNCTIONS + ScriptResource.read(FenceScripts.class, "tidy.sh");

  FenceReply look(SshConnection connection, String node) throws SshFailure, InterruptedException {
    return run(connection, node, "look", "");
  }

  /** Puts a text there unless there is one. */
  FenceReply take(SshConnection connection, String node, String text)
      throws SshFailure, InterruptedException {
    return run(connection, node, "take", text);
  }

  /** Removes the fence if it still says this. */
  FenceReply release(SshConnection connection, String node, String text)
      throws SshFailure, InterruptedException {
    return run(connection, node, "release", text);
  }

  /** Removes the fence if this run holds it. */
  FenceReply free(SshConnection connection, String node, String run)
      throws SshFailure, InterruptedException {
    FenceReply standing = run(connection, node, "free", run);
    // One that people have laid out anew says the same to whoever can read JSON.
    return standing.heldBy(run) && standing.sight().problem() == null
        ? release(connection, node, String.valueOf(standing.text()))
        : standing;
  }

  private FenceReply run(SshConnection connection, String node, String action, String text)
      throws SshFailure, InterruptedException {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    Command command =
        Command.sh(FENCE, action, cluster, Integer.toString(bytes)).withInput(text + "\n");
    return FenceReply.of(node, cluster, connection.run(command));
  }

  /** Removes ended jobs of other runs and returns what was left and why. */
  List<String> tidy(SshConnection connection, String node, String keptRun)
      throws SshFailure, InterruptedException {
    CommandResult result = connection.run(Command.sh(TIDY, cluster, keptRun));
    List<String> left = new ArrayList<>();
    for (String line : result.output().lines().toList()) {
      if (line.startsWith("::left ")) {
        left.add(line.substring("::left ".length()) + " on " + node);
      }
    }
    if (!result.succeeded()) {
      left.add(notTidied(node, result.errors().strip() + " (" + result.ending() + ")"));
    }
    return left;
  }

  static String notTidied(String node, String why) {
    return "old jobs were not removed on " + node + ": " + why;
  }
}
