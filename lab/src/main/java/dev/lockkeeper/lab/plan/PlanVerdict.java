package dev.lockkeeper.lab.plan;

import java.util.List;

/**
 * What became of a plan.
 *
 * @param matches whether the run did what the plan says, in its order, and planning changed nothing
 * @param differences one sentence each; empty if it matches
 */
public record PlanVerdict(boolean matches, List<String> differences) {
  /** Keeps an unmodifiable copy. */
  public PlanVerdict {
    differences = List.copyOf(differences);
  }

  static PlanVerdict of(List<String> differences) {
    return new PlanVerdict(differences.isEmpty(), differences);
  }

  /** One line for people, and one more for each difference. */
  public String text() {
    return matches
        ? "the plan said what was done, in its order, and making it changed nothing"
        : "NOT AS PLANNED:"
            + differences.stream().map(line -> "\n  " + line).reduce("", String::concat);
  }
}
