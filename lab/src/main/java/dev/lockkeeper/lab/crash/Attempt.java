package dev.lockkeeper.lab.crash;

import java.util.List;

/**
 * One run of the upgrade in which something happened.
 *
 * @param point where it should happen
 * @param struck whether it did
 * @param outcome the run's state at its end, or what it was when time was over
 * @param reason what the run itself says of its end
 * @param blocked the questions that blocked steps asked, in their order
 * @param violations what must not have been, as sentences; empty is converged
 * @param seconds from start to end
 */
public record Attempt(
    String point,
    boolean struck,
    String outcome,
    String reason,
    List<Blockade> blocked,
    List<String> violations,
    double seconds) {
  /** Whether the end is that of the golden run. */
  public boolean converged() {
    return violations.isEmpty() && outcome.equals("COMPLETED");
  }
}
