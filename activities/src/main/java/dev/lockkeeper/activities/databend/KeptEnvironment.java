package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.model.FailureReason;

/**
 * The environment of a daemon that was stopped, kept on its node for the next start: also for one
 * that comes after a start that failed. Nobody needs it once the daemon is back.
 */
final class KeptEnvironment {
  private static final String FORGET = ScriptResource.read(KeptEnvironment.class, "forget.sh");

  private KeptEnvironment() {}

  static void forget(SshConnection connection, String cluster, Daemon daemon)
      throws SshFailure, StepFailed, InterruptedException {
    CommandResult result =
        connection.run(Command.sh(FORGET, DaemonScripts.kept(cluster, daemon.name())));
    if (!result.output().stripTrailing().endsWith("::end")) {
      throw new StepFailed(
          FailureReason.FAILED_COMMAND,
          daemon.name()
              + " is back, but ~/.lockkeeper/environment/"
              + DaemonScripts.kept(cluster, daemon.name())
              + " cannot be removed, and it may hold keys ("
              + result.ending()
              + "): "
              + result.errors().strip());
    }
  }
}
