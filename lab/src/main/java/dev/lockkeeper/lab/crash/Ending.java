package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.lookalike.Expectation;
import dev.lockkeeper.lab.lookalike.LookalikeCluster;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run must take what happens to it.
 *
 * @param outcome its end
 * @param reason what the run must say of its end, in part
 * @param asked the blocked steps that must ask, each as {@code node-2.restart LOST}, in their order
 * @param byHand what a person puts right before the answer, for people; empty for nothing
 * @param answer what is answered then
 * @param expected what the observer may see
 */
record Ending(
    UpgradeState outcome,
    String reason,
    List<String> asked,
    String byHand,
    Choice answer,
    Expectation expected) {
  private static final Expectation UPGRADED = Expectation.upgraded(LookalikeCluster.NEW_VERSION);

  /** As if nothing had happened, and nobody is asked. */
  static Ending byItself() {
    return new Ending(
        UpgradeState.COMPLETED, "every node was seen on", List.of(), "", Choice.ABORT, UPGRADED);
  }

  /** As if nothing had happened, after a person has answered {@code retry}. */
  static Ending afterRetry(String byHand, String... asked) {
    return new Ending(
        UpgradeState.COMPLETED,
        "every node was seen on",
        List.of(asked),
        byHand,
        Choice.RETRY,
        UPGRADED);
  }

  /** It says no before anything was changed. */
  static Ending refused(String reason) {
    return new Ending(
        UpgradeState.FAILED,
        reason,
        List.of(),
        "",
        Choice.ABORT,
        UPGRADED.endingOn(LookalikeCluster.OLD_VERSION));
  }

  /** A person ends it, with all nodes on the old release. */
  static Ending abandoned(Choice answer, String reason, String byHand, String asked) {
    return new Ending(
        UpgradeState.ABORTED,
        reason,
        List.of(asked),
        byHand,
        answer,
        UPGRADED.endingOn(LookalikeCluster.OLD_VERSION));
  }

  /** The same where the new release may be started that often on a node. */
  Ending withStarts(int starts) {
    return new Ending(outcome, reason, asked, byHand, answer, expected.withStarts(starts));
  }

  /** What is wrong with an attempt, beside what was seen of the nodes; empty for nothing. */
  List<String> objections(Attempt attempt) {
    List<String> objections = new ArrayList<>();
    if (!attempt.struck()) {
      objections.add("it did not happen: the run was over before");
    }
    if (!attempt.outcome().equals(outcome.name()) || !attempt.reason().contains(reason)) {
      objections.add(
          "it ended as %s (%s) instead of %s (%s)"
              .formatted(attempt.outcome(), attempt.reason(), outcome, reason));
    }
    List<String> did =
        attempt.blocked().stream().map(one -> one.question() + " " + one.reason()).toList();
    if (!did.equals(asked)) {
      objections.add("asked were " + attempt.blocked() + " instead of " + asked);
    }
    return objections;
  }
}
