package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import dev.lockkeeper.workflows.model.Word;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every procedure stands on. A procedure says its phases, steps and gates in the order of the
 * vendor's page; the runbook asks, waits, records, and ends the run in a state that says what was
 * observed. Use only from workflow code.
 */
public final class Runbook {
  private final UpgradeRequest request;
  private final Desk desk;
  private final Progress progress;
  private final Announcer announcer = new Announcer();
  private final List<CancellationScope> interruptible = new ArrayList<>();
  private @Nullable String abortReason;
  private boolean paused;

  private Runbook(UpgradeRequest request) {
    this.request = request;
    this.desk = new Desk(request.gates().allow(), Runbook::now);
    this.progress =
        new Progress(
            Workflow.getInfo().getWorkflowId(), Workflow.getInfo().getRunId(), request, now());
  }

  /**
   * Opens the run's book. Call it first in the workflow method: from then on operators can ask and
   * answer.
   */
  public static Runbook open(UpgradeRequest request) {
    Runbook book = new Runbook(request);
    Workflow.registerListener(new Messages(book, book.desk));
    return book;
  }

  /**
   * Runs a procedure to its end.
   *
   * @return the report of a run that reached its target
   * @throws ApplicationFailure of the type of the outcome, with the report as its detail, for every
   *     other end, so that it does not look like a success
   */
  public UpgradeReport run(Runnable procedure) {
    CancellationScope root = CancellationScope.current();
    root.getCancellationRequest()
        .thenApply(
            why -> {
              requestAbort("cancelled" + (why == null || why.isEmpty() ? "" : ": " + why));
              return why;
            });
    Workflow.newDetachedCancellationScope(() -> perform(procedure)).run();
    Workflow.await(Workflow::isEveryHandlerFinished);
    UpgradeReport report = report();
    if (report.outcome() == UpgradeState.COMPLETED) {
      return report;
    }
    if (root.isCancelRequested()) {
      throw new CanceledFailure(report.reason(), new EncodedValues(report), null);
    }
    throw ApplicationFailure.newNonRetryableFailure(
        report.reason(), report.outcome().name(), report);
  }

  private void perform(Runnable procedure) {
    try {
      announcer.open(request, describeWorker().searchAttributes());
      procedure.run();
      close(UpgradeState.COMPLETED, "every node was seen on " + request.release().version());
    } catch (RunEnded end) {
      close(end.outcome(), end.reason());
    }
  }

  private WorkerFacts describeWorker() {
    ActivityOptions options = Patience.PROBE.options("Look at the worker");
    return Workflow.newActivityStub(RunSupport.class, options).describeWorker();
  }

  private void close(UpgradeState outcome, String reason) {
    progress.close(outcome, reason, now());
    refresh();
  }

  /** Begins a phase of the vendor's page. */
  public void phase(String title) {
    progress.phase(title);
    refresh();
  }

  /** A step of the procedure. The key is short and stable: it names jobs and questions. */
  public Step step(String key, String title) {
    return new Step(this, key, title);
  }

  /** Ends the run because its request or the cluster does not allow it. */
  public void refuse(String reason) {
    throw new RunEnded(UpgradeState.FAILED, reason);
  }

  /** Keeps something that the reader of status and report should know. */
  public void warn(String warning) {
    progress.warn(warning);
  }

  /** Notes the version that a node was seen to run. */
  public void seen(Node node, String version) {
    progress.node(node).seen(version);
  }

  /** Notes where a node stands. */
  public void state(Node node, NodeState state) {
    progress.node(node).enter(state, now());
  }

  /** Adds to the time in which a node's server did not serve. */
  public void down(Node node, double seconds) {
    progress.node(node).addDown(seconds);
  }

  /**
   * Does the same on several nodes at once and waits for all of them, also when one of them ends
   * the run.
   */
  public void together(List<Node> nodes, Consumer<Node> work) {
    List<Promise<Void>> branches =
        nodes.stream().map(node -> Async.procedure(() -> work.accept(node))).toList();
    branches.forEach(branch -> Workflow.await(branch::isCompleted));
    for (Promise<Void> branch : branches) {
      RuntimeException failure = branch.getFailure();
      if (failure != null) {
        throw failure;
      }
    }
  }

  /**
   * Asks before something is done to a node, if the policy wants it, and never lets it be done on
   * old or bad evidence: the probe is repeated after the approval, and the gate is asked again when
   * it has changed for the worse.
   *
   * @param ask whether a person is asked
   * @param title what will be done
   * @param detail a longer text to read before deciding; empty for none
   * @param probe looks whether it is safe now
   */
  public void gate(Node node, boolean ask, String title, String detail, Supplier<Evidence> probe) {
    String reason = null;
    while (true) {
      Evidence evidence = safeEvidence(node, title, probe);
      if (!ask) {
        return;
      }
      NodeState before = progress.node(node).state();
      state(node, NodeState.WAITING);
      OpenQuestion.Verdict verdict =
          askGate(node.name(), node.name(), title, reason, detail, evidence);
      state(node, before);
      if (verdict == OpenQuestion.Verdict.HELD) {
        reason = "asked again because the gate before has expired";
        continue;
      }
      hold();
      Evidence fresh = probe.get();
      if (fresh.safe()) {
        return;
      }
      reason = "approved, but not safe any more: " + fresh.objections();
    }
  }

  /** Asks about the run as a whole, if the policy asks at all. */
  public void checkpoint(String id, String title, String detail, Evidence evidence) {
    OpenQuestion.Verdict verdict;
    do {
      verdict = askGate(id, null, title, null, detail, evidence);
    } while (verdict == OpenQuestion.Verdict.HELD);
  }

  /** Holds while the run is paused; leaves when it is to be aborted. */
  public void hold() {
    leaveIfAborted();
    if (paused) {
      refresh();
      Workflow.await(() -> !paused || abortReason != null);
      leaveIfAborted();
      refresh();
    }
  }

  private Evidence safeEvidence(Node node, String title, Supplier<Evidence> probe) {
    while (true) {
      Evidence evidence = probe.get();
      if (evidence.safe()) {
        return evidence;
      }
      Failure failure =
          new Failure(
              dev.lockkeeper.workflows.model.FailureReason.UNHEALTHY, evidence.objections());
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
      if (await(question).choice().orElse(Choice.ABORT) == Choice.ABORT) {
        throw aborted("aborted because it was not safe: " + title + ": " + evidence.objections());
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
    Instant from = now();
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
              now()));
    }
    return verdict;
  }

  Choice askWhatNow(
      String subject,
      @Nullable String node,
      String title,
      Failure failure,
      String detail,
      List<Choice> choices) {
    Question question =
        question(
            subject,
            QuestionKind.BLOCKED,
            node,
            title + " failed",
            null,
            failure,
            null,
            detail.isEmpty() ? null : detail,
            choices);
    return await(question).choice().orElse(Choice.ABORT);
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
    GatePolicy policy = request.gates();
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
        now(),
        expiry == null ? null : now().plus(expiry),
        false);
  }

  private OpenQuestion await(Question question) {
    OpenQuestion open = desk.put(question);
    refresh();
    CancellationScope timer = expiry(open, question);
    timer.run();
    Workflow.await(() -> open.decided() || abortReason != null);
    timer.cancel();
    desk.take(open, open.decided() ? "decided by " + open.decidedBy() : "the run was aborted");
    leaveIfAborted();
    refresh();
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
          Duration left = Duration.between(now(), question.expiresAt());
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
                  refresh();
                }
                return null;
              });
        });
  }

  /** Calls an activity. One that may be interrupted is cancelled when the run is aborted. */
  <T> T call(Patience patience, Functions.Func<T> call) {
    if (!patience.interruptible()) {
      return call.apply();
    }
    List<T> result = new ArrayList<>(1);
    CancellationScope scope = Workflow.newCancellationScope(() -> result.add(call.apply()));
    interruptible.add(scope);
    try {
      scope.run();
    } catch (CanceledFailure e) {
      leaveIfAborted();
      throw e;
    } catch (ActivityFailure e) {
      leaveIfAborted();
      throw e;
    } finally {
      interruptible.remove(scope);
    }
    return result.get(0);
  }

  JobName jobName(String step, String node, int attempt) {
    return new JobName(
        request.cluster(), Workflow.getInfo().getFirstExecutionRunId(), step, node, attempt);
  }

  RunEnded aborted(String reason) {
    return new RunEnded(UpgradeState.ABORTED, reason);
  }

  private void leaveIfAborted() {
    if (abortReason != null) {
      throw aborted(abortReason);
    }
  }

  void pause(Word word) {
    paused = true;
    refresh();
  }

  void resume(Word word) {
    paused = false;
    desk.renewExpired();
    refresh();
  }

  void abort(Word word) {
    requestAbort("aborted by " + word.by() + (word.comment() == null ? "" : ": " + word.comment()));
  }

  private void requestAbort(String reason) {
    if (abortReason == null) {
      abortReason = reason;
      List.copyOf(interruptible).forEach(CancellationScope::cancel);
    }
  }

  Optional<String> objection(String by) {
    List<String> allowed = request.gates().allow();
    if (progress.outcome() != null) {
      return Optional.of("the run has ended");
    }
    return allowed.isEmpty() || allowed.contains(by)
        ? Optional.empty()
        : Optional.of(by + " is not among those who may answer: " + String.join(", ", allowed));
  }

  void ignore(String message, String content, String reason) {
    progress.ignore(new IgnoredMessage(message, content, reason, now()));
    refresh();
  }

  UpgradeStatus status() {
    return progress.status(state(), desk);
  }

  UpgradeReport report() {
    return progress.report(state(), desk, now());
  }

  private UpgradeState state() {
    UpgradeState outcome = progress.outcome();
    if (outcome != null) {
      return outcome;
    }
    List<Question> questions = desk.questions();
    if (questions.stream().anyMatch(question -> question.kind() == QuestionKind.BLOCKED)) {
      return UpgradeState.BLOCKED;
    }
    if (paused || questions.stream().anyMatch(Question::expired)) {
      return UpgradeState.PAUSED;
    }
    return questions.isEmpty() ? UpgradeState.RUNNING : UpgradeState.WAITING;
  }

  private void refresh() {
    announcer.refresh(status());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  /** Opens the record of a step; closing it writes it down. */
  Record begin(@Nullable String node, String title) {
    progress.begin(title);
    refresh();
    return new Record(node, title);
  }

  /** The record of a step while it is done. */
  final class Record implements AutoCloseable {
    private final @Nullable String node;
    private final String title;
    private final Instant from = now();
    private int attempts;
    private String outcome = "failed";

    private Record(@Nullable String node, String title) {
      this.node = node;
      this.title = title;
    }

    void attempt(int number) {
      attempts = number;
    }

    void outcome(String word) {
      outcome = word;
    }

    @Override
    public void close() {
      progress.end(
          title, new StepRecord(progress.phase(), node, title, outcome, attempts, from, now()));
    }
  }
}
