package dev.lockkeeper.lab.crash;

import java.util.List;

/**
 * What came of something that happened.
 *
 * @param mode what kind of thing
 * @param what happened, for people
 * @param when it happened, for people
 * @param byHand what a person put right before answering; empty for nothing
 * @param attempt the run
 * @param objections how the run differed from what it must be, and what was seen that must not be;
 *     empty is good
 */
public record FaultResult(
    FaultMode mode,
    String what,
    String when,
    String byHand,
    Attempt attempt,
    List<String> objections) {

  static FaultResult of(FaultCase tried, Attempt attempt) {
    List<String> objections = tried.ending().objections(attempt);
    objections.addAll(attempt.violations());
    return new FaultResult(
        tried.mode(),
        tried.what(),
        tried.when(),
        tried.ending().byHand(),
        attempt,
        List.copyOf(objections));
  }

  /** Whether the run took it as it must. */
  public boolean good() {
    return objections.isEmpty();
  }
}
