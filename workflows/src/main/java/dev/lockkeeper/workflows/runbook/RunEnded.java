package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.UpgradeState;

/** Leaves a procedure early, because a person or a refusal said so. */
final class RunEnded extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final UpgradeState outcome;

  RunEnded(UpgradeState outcome, String reason) {
    super(reason, null, false, false);
    this.outcome = outcome;
  }

  UpgradeState outcome() {
    return outcome;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
