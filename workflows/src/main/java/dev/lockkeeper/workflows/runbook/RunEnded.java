package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;

/** Leaves a procedure early, because a person or a refusal said so. */
final class RunEnded extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final UpgradeState outcome;
  private final transient List<Problem> problems;

  RunEnded(UpgradeState outcome, String reason) {
    this(outcome, reason, List.of(Problem.blocking(reason)));
  }

  private RunEnded(UpgradeState outcome, String reason, List<Problem> problems) {
    super(reason, null, false, false);
    this.outcome = outcome;
    this.problems = List.copyOf(problems);
  }

  /** A refusal for all these reasons. */
  static RunEnded refused(String what, List<Problem> problems) {
    return new RunEnded(UpgradeState.FAILED, what + Problem.lines(problems), problems);
  }

  /** The reasons one by one. */
  List<Problem> problems() {
    return problems;
  }

  UpgradeState outcome() {
    return outcome;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
