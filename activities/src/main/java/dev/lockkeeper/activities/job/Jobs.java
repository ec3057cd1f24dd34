package dev.lockkeeper.activities.job;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.Unreachable;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import java.time.Duration;

/**
 * Runs jobs on nodes. A job is started at most once, whatever happens to the worker, the link or
 * Temporal: whoever asks for it again, by the same name, follows the one that was started. It runs
 * detached from SSH and writes its exit status by rename.
 */
public final class Jobs {
  private static final String LAUNCH = ScriptResource.read(Jobs.class, "launch.sh");
  private static final String FOLLOW = ScriptResource.read(Jobs.class, "follow.sh");

  /** The launcher's status when another attempt of the same step still runs. */
  private static final int ANOTHER_ATTEMPT_RUNS = 75;

  private static final Duration LONGEST_FOLLOW = Duration.ofHours(24);

  private final Patient patient;

  /**
   * @param patient how long a node may be unreachable while its job runs
   */
  public Jobs(Patient patient) {
    this.patient = patient;
  }

  /**
   * Starts the job if it was not started, follows it, and returns how it ended, whatever its exit
   * status.
   *
   * @throws StepFailed LOST when its process is gone and left no result; REFUSED when another
   *     attempt still runs
   * @throws Unreachable when the node cannot be reached for longer than the patience
   */
  public JobResult run(SshConnection node, JobName name, JobScript script, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    pulse.say("starting");
    patient.call(pulse, () -> launch(node, name, script));
    return patient.callLong(pulse, heard -> follow(node, name, pulse, heard));
  }

  private static CommandResult launch(SshConnection node, JobName name, JobScript script)
      throws SshFailure, StepFailed, InterruptedException {
    CommandResult result = node.run(Command.sh(LAUNCH, name.directory()).withInput(script.text()));
    if (result.status() == ANOTHER_ATTEMPT_RUNS) {
      throw new StepFailed(
          FailureReason.REFUSED, result.errors().strip() + "; wait until it has ended, then retry");
    }
    if (!result.succeeded()) {
      throw new StepFailed(
          FailureReason.FAILED_COMMAND,
          result.errors().strip()
              + " (starting the job "
              + name.directory()
              + ": "
              + result.ending()
              + ")");
    }
    return result;
  }

  private static JobResult follow(SshConnection node, JobName name, Pulse pulse, Runnable heard)
      throws SshFailure, StepFailed, InterruptedException {
    JobOutput output = new JobOutput();
    CommandResult result =
        node.follow(
            Command.sh(FOLLOW, name.directory()).within(LONGEST_FOLLOW),
            line -> {
              heard.run();
              output.line(line);
              pulse.say(output.progress());
            });
    String log = "~/.lockkeeper/jobs/" + name.directory() + "/output";
    Integer exit = output.exit();
    if (exit != null) {
      return new JobResult(exit, seconds(output), output.marks(), output.text(), log);
    }
    String why =
        output.lost() == null
            ? "its follower ended with " + result.ending() + ": " + result.errors().strip()
            : output.lost();
    throw new StepFailed(
        FailureReason.LOST,
        "the job "
            + name.step()
            + " on "
            + name.node()
            + " left no result: "
            + why
            + ". It had reached: "
            + output.progress()
            + ". Its output is in "
            + log
            + " on the node. Look at the node before you retry.\n"
            + output.text());
  }

  private static double seconds(JobOutput output) {
    var marks = output.marks();
    return marks.isEmpty()
        ? 0
        : Duration.between(marks.get(0).at(), marks.get(marks.size() - 1).at()).toMillis() / 1000.0;
  }
}
