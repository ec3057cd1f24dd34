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
import dev.lockkeeper.workflows.model.Beat;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Runs jobs on nodes. A job is started at most once, whatever happens to the worker, the link or
 * Temporal: whoever asks for it again, by the same name, follows the one that was started. It runs
 * detached from SSH and leaves its exit status on the node.
 */
public final class Jobs {
  private static final String LAUNCH =
      JobOwner.FUNCTIONS + ScriptResource.read(Jobs.class, "launch.sh");
  private static final String FOLLOW =
      JobOwner.FUNCTIONS + ScriptResource.read(Jobs.class, "follow.sh");

  /** The launcher's status when another attempt of the same step still runs. */
  private static final int ANOTHER_ATTEMPT_RUNS = 75;

  /** How many followers in turn may be killed on the node before nothing is known of the job. */
  private static final int FOLLOWERS = 3;

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
   * status. What an earlier attempt of the activity has heard of the job is not said again.
   *
   * @throws StepFailed LOST when its process is gone and left no result; REFUSED when another
   *     attempt still runs; FAILED_COMMAND when it could not be started; UNREACHABLE when the node
   *     could not be reached any more for longer than the patience
   * @throws SshFailure when that, or anything else about SSH, happened before it was started
   */
  public JobResult run(SshConnection node, JobName name, JobScript script, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    if (node instanceof PaperNode paper) {
      paper.take(script);
      throw new StepFailed(FailureReason.REFUSED, "on paper no job is run");
    }
    Beat earlier = pulse.earlier();
    long heard = earlier == null ? 0 : earlier.offset();
    if (heard == 0) {
      pulse.say("starting");
      patient.call(pulse, () -> launch(node, name, script));
    }
    // A job that was heard of is not started again, even if somebody has removed its directory.
    JobOutput output = new JobOutput(heard);
    try {
      return patient.callLong(pulse, signOfLife -> follow(node, name, output, pulse, signOfLife));
    } catch (Unreachable e) {
      throw new StepFailed(
          FailureReason.UNREACHABLE, String.valueOf(e.getMessage()), output.marks());
    }
  }

  private static CommandResult launch(SshConnection node, JobName name, JobScript script)
      throws SshFailure, StepFailed, InterruptedException {
    String text = script.text();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    CommandResult result =
        node.run(Command.sh(LAUNCH, name.directory(), Integer.toString(bytes)).withInput(text));
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
              + " on "
              + name.node()
              + ": "
              + result.ending()
              + "; nothing was started)");
    }
    return result;
  }

  private static JobResult follow(
      SshConnection node, JobName name, JobOutput output, Pulse pulse, Runnable signOfLife)
      throws SshFailure, StepFailed, InterruptedException {
    for (int follower = 1; ; follower++) {
      CommandResult result =
          node.follow(
              Command.sh(FOLLOW, name.directory(), Long.toString(output.offset()))
                  .within(LONGEST_FOLLOW),
              line -> {
                signOfLife.run();
                output.line(line);
                pulse.beat(new Beat(output.doing(), output.offset()));
              });
      Integer exit = output.exit();
      if (exit != null) {
        List<Mark> marks = output.marks();
        return new JobResult(
            exit, seconds(marks), marks, output.text(), log(name), output.script());
      }
      String lost = output.lost();
      if (lost == null && follower == FOLLOWERS) {
        lost = "its follower ended with " + result.ending() + ": " + result.errors().strip();
      }
      if (lost != null) {
        throw lost(name, lost, output);
      }
    }
  }

  private static StepFailed lost(JobName name, String why, JobOutput output) {
    return new StepFailed(
        FailureReason.LOST,
        "the job "
            + name.step()
            + " on "
            + name.node()
            + " left no result: "
            + why
            + ". It had reached: "
            + output.doing()
            + ". Its output is in "
            + log(name)
            + " on the node. Look at the node before you retry.\n"
            + output.text(),
        output.marks());
  }

  private static String log(JobName name) {
    return "~/.lockkeeper/jobs/" + name.directory() + "/output";
  }

  private static double seconds(List<Mark> marks) {
    return marks.isEmpty()
        ? 0
        : Duration.between(marks.get(0).at(), marks.get(marks.size() - 1).at()).toMillis() / 1000.0;
  }
}
