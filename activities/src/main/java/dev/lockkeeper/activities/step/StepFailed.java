package dev.lockkeeper.activities.step;

import dev.lockkeeper.workflows.model.FailureReason;

/**
 * A step that cannot be done, and why. The message is for the person who chooses what to do next.
 */
public final class StepFailed extends Exception {
  private static final long serialVersionUID = 1L;
  private final FailureReason reason;

  public StepFailed(FailureReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public FailureReason reason() {
    return reason;
  }
}
