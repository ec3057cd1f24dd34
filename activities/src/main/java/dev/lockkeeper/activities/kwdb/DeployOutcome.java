package dev.lockkeeper.activities.kwdb;

/** How a run of {@code deploy.sh} really ended. */
public sealed interface DeployOutcome {

  /**
   * It said so and its exit status agrees. That is not yet proof of an upgrade: the version is.
   *
   * @param message the words after {@code COMPLETED}
   */
  record Completed(String message) implements DeployOutcome {}

  /**
   * Exit status 0, but nothing was completed: it answers so to an unknown command, and to {@code
   * upgrade} without {@code -l}.
   *
   * @param said its last words
   */
  record NothingDone(String said) implements DeployOutcome {}

  /**
   * It refused or failed.
   *
   * @param problem which of the known ways
   * @param message the script's own words
   */
  record Failed(DeployProblem problem, String message) implements DeployOutcome {}
}
