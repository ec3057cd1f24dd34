package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.fluss.ServerChange;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import java.util.List;

/** The jobs that stop and start a server, and what their exit statuses mean. */
final class ServerScripts {
  private static final String FUNCTIONS = ScriptResource.read(ServerScripts.class, "server.sh");
  private static final int STILL_RUNS = 3;
  private static final int NOT_LISTENING = 5;

  private ServerScripts() {}

  /** Stop, switch and start: the whole time in which the node does not serve. */
  static JobScript restart(ServerChange change, JobName name) {
    return script(change, name, "check_target\nstop_server\nstart_server\n");
  }

  static JobScript stop(ServerChange change, JobName name) {
    return script(change, name, "stop_server\n");
  }

  static JobScript start(ServerChange change, JobName name) {
    return script(change, name, "start_server\n");
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

  private static JobScript script(ServerChange change, JobName name, String actions) {
    List<String> arguments =
        List.of(
            change.role().mainClass().replace(".", "\\."),
            change.role().word(),
            change.home(),
            change.from(),
            change.to(),
            Integer.toString(change.port()),
            Long.toString(change.stopLimit().toSeconds()),
            Long.toString(change.startLimit().toSeconds()),
            name.cluster() + "." + name.node());
    return new JobScript(FUNCTIONS + actions, arguments);
  }
}
