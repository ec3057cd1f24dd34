package dev.lockkeeper.workflows.model;

/**
 * Why a step failed, for the person who has to choose what to do.
 *
 * @param reason the kind
 * @param message what, where and what to do; the useful end of the error output first
 */
public record Failure(FailureReason reason, String message) {
  @Override
  public String toString() {
    return reason + ": " + message;
  }
}
