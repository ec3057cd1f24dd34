package dev.lockkeeper.activities.step;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import java.util.List;

/**
 * A step that cannot be done, and why. The message is for the person who chooses what to do next.
 */
public final class StepFailed extends Exception {
  private static final long serialVersionUID = 1L;
  private final FailureReason reason;
  private final transient List<Mark> marks;

  public StepFailed(FailureReason reason, String message) {
    this(reason, message, List.of());
  }

  /**
   * @param marks what the job that failed had reached; a workflow counts down time from them
   */
  public StepFailed(FailureReason reason, String message, List<Mark> marks) {
    super(message);
    this.reason = reason;
    this.marks = List.copyOf(marks);
  }

  /** A job that did not do what it should: its last words, and where the whole of its output is. */
  public static StepFailed inJob(JobName name, JobResult result, FailureReason reason) {
    return new StepFailed(
        reason,
        result.output().strip()
            + "\n(exit status "
            + result.exit()
            + " on "
            + name.node()
            + "; whole output: "
            + result.log()
            + ")",
        result.marks());
  }

  /**
   * A look at a node whose answer was cut short.
   *
   * @param look which, with the node
   */
  public static StepFailed incomplete(String look, CommandResult result) {
    return new StepFailed(
        FailureReason.INVALID,
        look + " gave no complete answer (" + result.ending() + "): " + result.errors().strip());
  }

  public FailureReason reason() {
    return reason;
  }

  public List<Mark> marks() {
    return marks;
  }
}
