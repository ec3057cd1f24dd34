package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks people: opens gates and blocked steps, waits for the answer, and asks again when the ground
 * has changed.
 */
final class Gatekeeper {
  private static final String EXPIRED = "asked again because the gate before has expired";

  private final Course course;
  private final Desk desk;
  private final Progress progress;
  private final Brake brake;
  private final Runnable refresh;
  private final @Nullable Planning planning;

  /**
   * @param planning writes gates down instead of asking; absent in a run that acts
   */
  Gatekeeper(
      Course course,
      Desk desk,
      Progress progress,
      Brake brake,
      Runnable refresh,
      @Nullable Planning planning) {
    this.course = course;
    this.desk = desk;
    this.progress = progress;
    this.brake = brake;
    this.refresh = refresh;
    this.planning = planning;
  }

  /**
   * Asks before something is done to a node, if the policy wants it, and never lets it be done on
   * old or bad evidence: the probe is repeated after the approval, and the gate is asked again when
   * it has changed for the worse.
   *
   * @param action what will be done to it
   * @param detail a longer text to read before deciding; empty for none
   * @param probe looks whether it is safe now
   */
  void gate(Node node, String action, String detail, Supplier<Evidence> probe) {
    if (planning != null) {
      plan(planning, node, action, detail, probe);
      return;
    }
    List<String> reasons = new ArrayList<>();
    while (true) {
      String title = course.title(node, action);
      Evidence evidence = safeEvidence(node, title, probe);
      if (!course.asks(node)) {
        if (!brake.held()) {
          return;
        }
        continue;
      }
      OpenQuestion.Verdict verdict =
          during(
              node,
              NodeState.WAITING,
              () -> askGate(node.name(), node.name(), title, reason(reasons), detail, evidence));
      if (verdict == OpenQuestion.Verdict.HELD) {
        reasons.add(EXPIRED);
        continue;
      }
      Evidence fresh;
      do {
        brake.hold();
        fresh = probe.get();
      } while (brake.held());
      if (fresh.safe()) {
        return;
      }
      reasons.add("approved, but not safe any more: " + fresh.objections());
    }
  }

  private void plan(
      Planning plan, Node node, String action, String detail, Supplier<Evidence> probe) {
    String title = course.title(node, action);
    Evidence evidence = probe.get();
    if (course.asks(node)) {
      plan.gate(progress.phase(), node, desk.nextId(node.name()), title, detail, evidence);
    }
    if (!evidence.safe()) {
      plan.problem(Problem.blocking("not safe: " + title + ": " + evidence.objections()));
    }
  }

  private static @Nullable String reason(List<String> reasons) {
    return reasons.isEmpty() ? null : reasons.get(reasons.size() - 1);
  }

  /** Shows a node in a state for as long as something lasts. */
  <T> T during(@Nullable Node node, NodeState shown, Supplier<T> what) {
    if (node == null) {
      return what.get();
    }
    NodeState before = progress.node(node).state();
    progress.node(node).enter(shown, RunClock.now());
    try {
      return what.get();
    } finally {
      progress.node(node).enter(before, RunClock.now());
    }
  }

  /**
   * Asks about the run as a whole, if the policy asks anything.
   *
   * @param look gives what the decision can be based on; it looks again when the gate has expired
   */
  void checkpoint(String id, String title, String detail, Supplier<Evidence> look) {
    if (!course.asks()) {
      return;
    }
    if (planning != null) {
      planning.gate(progress.phase(), null, id, title, detail, look.get());
      return;
    }
    String reason = null;
    while (askGate(id, null, title, reason, detail, look.get()) == OpenQuestion.Verdict.HELD) {
      reason = EXPIRED;
    }
  }

  /** Looks whether something is safe, and asks as long as it is not. */
  Evidence safeEvidence(Node node, String title, Supplier<Evidence> probe) {
    while (true) {
      Evidence evidence = probe.get();
      if (evidence.safe()) {
        return evidence;
      }
      Failure failure = new Failure(FailureReason.UNHEALTHY, evidence.objections());
      Question question =
          question(
              node.name() + ".safety",
              QuestionKind.BLOCKED,
              node.name(),
              "Not safe: " + title,
              null,
              failure,
              evidence,
              null,
              List.of(Choice.RETRY, Choice.ABORT));
      OpenQuestion answered = during(node, NodeState.BLOCKED, () -> await(question));
      if (answered.choice().orElse(Choice.ABORT) == Choice.ABORT) {
        throw new RunEnded(
            UpgradeState.ABORTED,
            "aborted because it was not safe: " + title + ": " + evidence.objections());
      }
    }
  }

  private OpenQuestion.Verdict askGate(
      String subject,
      @Nullable String node,
      String title,
      @Nullable String reason,
      String detail,
      Evidence evidence) {
    Question question =
        question(
            subject,
            QuestionKind.GATE,
            node,
            title,
            reason,
            null,
            evidence,
            detail.isEmpty() ? null : detail,
            List.of());
    Instant from = RunClock.now();
    OpenQuestion answered = await(question);
    OpenQuestion.Verdict verdict = answered.verdict().orElseThrow();
    if (verdict == OpenQuestion.Verdict.REJECTED) {
      throw new RunEnded(
          UpgradeState.REJECTED,
          "rejected by " + answered.decidedBy() + " at the gate " + question.id());
    }
    if (verdict == OpenQuestion.Verdict.APPROVED) {
      progress.end(
          "",
          new StepRecord(
              progress.phase(),
              node,
              "Gate " + question.id() + ": " + title,
              "approved by " + answered.decidedBy(),
              1,
              from,
              RunClock.now(),
              List.of(),
              null));
    }
    return verdict;
  }

  Choice askWhatNow(
      String subject,
      @Nullable Node node,
      String title,
      Failure failure,
      String detail,
      List<Choice> choices) {
    Question question =
        question(
            subject,
            QuestionKind.BLOCKED,
            node == null ? null : node.name(),
            title + " failed",
            null,
            failure,
            null,
            detail.isEmpty() ? null : detail,
            choices);
    return during(node, NodeState.BLOCKED, () -> await(question)).choice().orElse(Choice.ABORT);
  }

  private Question question(
      String subject,
      QuestionKind kind,
      @Nullable String node,
      String title,
      @Nullable String reason,
      @Nullable Failure failure,
      @Nullable Evidence evidence,
      @Nullable String detail,
      List<Choice> choices) {
    GatePolicy policy = course.policy();
    boolean gate = kind == QuestionKind.GATE;
    Duration expiry = gate ? policy.expire() : null;
    return new Question(
        desk.nextId(subject),
        kind,
        node,
        title,
        reason,
        failure,
        evidence,
        detail,
        choices,
        List.of(),
        gate ? policy.approvers() : 1,
        RunClock.now(),
        expiry == null ? null : RunClock.now().plus(expiry),
        false);
  }

  private OpenQuestion await(Question question) {
    OpenQuestion open = desk.put(question);
    refresh.run();
    CancellationScope timer = expiry(open, question);
    timer.run();
    Workflow.await(() -> open.decided() || brake.aborted());
    timer.cancel();
    desk.take(open, open.decided() ? open.end() : "the run was aborted");
    brake.leaveIfAborted();
    refresh.run();
    return open;
  }

  /**
   * A timer with a name of its own; it is cancelled with its scope, so that no timer outlives its
   * gate.
   */
  private CancellationScope expiry(OpenQuestion open, Question question) {
    return Workflow.newCancellationScope(
        () -> {
          if (question.expiresAt() == null) {
            return;
          }
          Duration left = Duration.between(RunClock.now(), question.expiresAt());
          CompletablePromise<Void> ends = Workflow.newPromise();
          ends.completeFrom(
              Workflow.newTimer(
                  left,
                  TimerOptions.newBuilder()
                      .setSummary("Gate " + question.id() + " expires")
                      .build()));
          ends.handle(
              (done, cancelled) -> {
                if (cancelled == null && !open.decided()) {
                  open.expire();
                  refresh.run();
                }
                return null;
              });
        });
  }
}
