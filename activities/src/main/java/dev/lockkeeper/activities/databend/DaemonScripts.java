package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DaemonChange;
import dev.lockkeeper.workflows.databend.DatabendVersion;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import java.util.List;
import java.util.Objects;

/** The jobs that stop and start a daemon or save its data, and what their statuses mean. */
final class DaemonScripts {
  private static final String FUNCTIONS =
      ScriptResource.read(DaemonScripts.class, "processes.sh")
          + ScriptResource.read(DaemonScripts.class, "unit.sh")
          + ScriptResource.read(DaemonScripts.class, "daemon.sh");
  private static final String BACKUP = ScriptResource.read(DaemonScripts.class, "backup.sh");

  /** Before it, databend-metactl had flags instead of commands. */
  private static final DatabendVersion COMMANDS = DatabendVersion.of("1.2.612");

  private static final int STILL_RUNS = 3;
  private static final int NOT_LISTENING = 5;

  private DaemonScripts() {}

  /** Stop, switch and start: the whole time in which the node does not serve. */
  static JobScript restart(DaemonChange change, JobName name) {
    return script(change, name, "check_target\nstop_daemon\nstart_daemon\n");
  }

  static JobScript stop(DaemonChange change, JobName name) {
    return script(change, name, "check_target\nstop_daemon\n");
  }

  static JobScript start(DaemonChange change, JobName name) {
    return script(change, name, "start_daemon\n");
  }

  static JobScript backup(Daemon meta, String home, DatabendVersion release, JobName name) {
    return new JobScript(
        BACKUP,
        List.of(
            home + "/bin/databend-metactl",
            release.atLeast(COMMANDS) ? "export" : "--export",
            meta.client(),
            name.cluster() + "/" + name.upgrade()));
  }

  /** Under which name things are kept on a node for a daemon. */
  static String kept(String cluster, String node) {
    return cluster + "." + node;
  }

  /** Passes on the result of a job that did what it should. */
  static JobResult check(JobName name, JobResult result) throws StepFailed {
    if (result.exit() == 0) {
      return result;
    }
    FailureReason reason =
        result.exit() == STILL_RUNS || result.exit() == NOT_LISTENING
            ? FailureReason.TIMEOUT
            : FailureReason.FAILED_COMMAND;
    throw StepFailed.inJob(name, result, reason);
  }

  private static JobScript script(DaemonChange change, JobName name, String actions) {
    Daemon daemon = change.daemon();
    String admin = daemon.admin();
    List<String> arguments =
        List.of(
            daemon.role().program(),
            change.home(),
            change.from(),
            change.to(),
            daemon.configuration(),
            admin.substring(admin.lastIndexOf(':') + 1),
            Long.toString(change.stopLimit().toSeconds()),
            Long.toString(change.startLimit().toSeconds()),
            kept(name.cluster(), name.node()),
            daemon.logs(),
            Objects.requireNonNullElse(daemon.unit(), ""));
    return new JobScript(FUNCTIONS + actions, arguments);
  }
}
