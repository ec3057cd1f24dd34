package dev.lockkeeper.activities.step;

import dev.lockkeeper.workflows.model.FailureReason;
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

  public FailureReason reason() {
    return reason;
  }

  public List<Mark> marks() {
    return marks;
  }
}
