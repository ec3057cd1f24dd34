package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.openmldb.ServerChange;
import java.util.List;
import java.util.Set;

/** The job that takes a server down and up again, and what its exit statuses mean. */
final class ServerScripts {
  private static final String RESTART =
      ScriptResource.read(ServerScripts.class, "processes.sh")
          + ScriptResource.read(ServerScripts.class, "server.sh");

  /** Still runs, does not listen, is still registered. */
  private static final Set<Integer> OUT_OF_TIME = Set.of(3, 5, 7);

  private static final int LENGTH_OF_RUN_IN_NAMES = 8;

  private ServerScripts() {}

  /** Stop, wait for the session's end, back up, switch, start. */
  static JobScript restart(ServerChange change, JobName name) {
    String address = change.inspection().address();
    return new JobScript(
        RESTART,
        List.of(
            change.role().word(),
            change.inspection().home(),
            change.inspection().staged(),
            change.release().sha256(),
            change.direction().name(),
            change.readiness().name(),
            address.substring(address.lastIndexOf(':') + 1),
            change.inspection().endpoint(),
            change.zookeeper(),
            change.root(),
            Long.toString(change.stopLimit().toSeconds()),
            Long.toString(change.startLimit().toSeconds()),
            Long.toString(change.inspection().session().plusMillis(999).toSeconds()),
            backup(change, name),
            name.cluster() + "." + name.node()));
  }

  /** The backup's directory in the home: one for each upgrade, the same for all its attempts. */
  static String backup(ServerChange change, JobName name) {
    String run = name.upgrade();
    return "backup-"
        + change.inspection().version()
        + "-"
        + run.substring(0, Math.min(run.length(), LENGTH_OF_RUN_IN_NAMES));
  }

  /** Passes on the result of a job that did what it should. */
  static JobResult check(JobName name, JobResult result) throws StepFailed {
    if (result.exit() == 0) {
      return result;
    }
    FailureReason reason =
        OUT_OF_TIME.contains(result.exit()) ? FailureReason.TIMEOUT : FailureReason.FAILED_COMMAND;
    throw StepFailed.inJob(name, result, reason);
  }
}
