package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A question that waits, and the answers it has got so far. */
final class OpenQuestion {
  /** What a gate was told in the end. */
  enum Verdict {
    APPROVED,
    REJECTED,
    HELD
  }

  private final Question asked;
  private final List<String> approvals = new ArrayList<>();
  private @Nullable Verdict verdict;
  private @Nullable Choice choice;
  private @Nullable String decidedBy;
  private boolean expired;

  OpenQuestion(Question asked) {
    this.asked = asked;
  }

  /** The question as it stands now. */
  Question shown() {
    return new Question(
        asked.id(),
        asked.kind(),
        asked.node(),
        asked.title(),
        asked.reason(),
        asked.failure(),
        asked.evidence(),
        asked.detail(),
        asked.choices(),
        List.copyOf(approvals),
        asked.approvers(),
        asked.askedAt(),
        asked.expiresAt(),
        expired);
  }

  String id() {
    return asked.id();
  }

  boolean isGate() {
    return asked.kind() == QuestionKind.GATE;
  }

  boolean expired() {
    return expired;
  }

  boolean decided() {
    return verdict != null || choice != null;
  }

  Optional<Verdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  Optional<Choice> choice() {
    return Optional.ofNullable(choice);
  }

  String decidedBy() {
    return String.valueOf(decidedBy);
  }

  /** How it ended, for those who answer too late. */
  String end() {
    return verdict == Verdict.HELD ? "it expired and was asked again" : "decided by " + decidedBy();
  }

  /** Ann and ann are one person. */
  boolean hasApprovalOf(String person) {
    return approvals.stream().anyMatch(person::equalsIgnoreCase);
  }

  boolean offers(Choice wanted) {
    return asked.choices().contains(wanted);
  }

  List<Choice> choices() {
    return asked.choices();
  }

  /**
   * Counts one approval; opens the gate when there are enough. Returns how many are still missing.
   */
  int approve(String person) {
    approvals.add(person);
    int missing = asked.approvers() - approvals.size();
    if (missing <= 0) {
      verdict = Verdict.APPROVED;
      decidedBy = String.join(", ", approvals);
    }
    return Math.max(0, missing);
  }

  void reject(String person) {
    verdict = Verdict.REJECTED;
    decidedBy = person;
  }

  void choose(Choice chosen, String person) {
    choice = chosen;
    decidedBy = person;
  }

  void expire() {
    expired = true;
  }

  /** Ends an expired gate so that it is asked again with fresh evidence. */
  void askAgain() {
    verdict = Verdict.HELD;
  }
}
