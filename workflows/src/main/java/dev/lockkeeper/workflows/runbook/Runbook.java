package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
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
  private static final String EXPIRED = "asked again because the gate before has expired";

  private final UpgradeRequest request;
  private final Desk desk;
  private final Progress progress;
  private final Announcer announcer = new Announcer();
  private final List<CancellationScope> interruptible = new ArrayList<>();
  private @Nullable String abortReason;
  private boolean paused;

  private Runbook(UpgradeRequest request) {
    this.request = request;
    this.desk = new Desk(request.gates().allow(), this::now);
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
    Workflow.newDetachedCancellationScope(
            () -> {
              perform(procedure);
              Workflow.await(Workflow::isEveryHandlerFinished);
            })
        .run();
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
    } catch (ActivityFailure e) {
      close(UpgradeState.FAILED, Failures.read(e).toString());
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
   * Does the same on several nodes at once and waits for all of them. When one of them ends the
   * run, the others finish what runs on their nodes and begin nothing more.
   */
  public void together(List<Node> nodes, Consumer<Node> work) {
    List<RuntimeException> failures = new ArrayList<>();
    List<Promise<Void>> branches =
        nodes.stream().map(node -> Async.procedure(() -> branch(node, work, failures))).toList();
    branches.forEach(branch -> Workflow.await(branch::isCompleted));
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    branches.forEach(Promise::get);
  }

  /** The first branch that ends the run says why; the others only follow it. */
  private void branch(Node node, Consumer<Node> work, List<RuntimeException> failures) {
    try {
      work.accept(node);
    } catch (RunEnded end) {
      failures.add(end);
      requestAbort(end.reason());
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
    List<String> reasons = new ArrayList<>();
    while (true) {
      Evidence evidence = safeEvidence(node, title, probe);
      if (!ask) {
        if (!held()) {
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
        hold();
        fresh = probe.get();
      } while (held());
      if (fresh.safe()) {
        return;
      }
      reasons.add("approved, but not safe any more: " + fresh.objections());
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
    state(node, shown);
    try {
      return what.get();
    } finally {
      state(node, before);
    }
  }

  /**
   * Asks about the run as a whole.
   *
   * @param look gives what the decision can be based on; it looks again when the gate has expired
   */
  public void checkpoint(String id, String title, String detail, Supplier<Evidence> look) {
    String reason = null;
    while (askGate(id, null, title, reason, detail, look.get()) == OpenQuestion.Verdict.HELD) {
      reason = EXPIRED;
    }
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

  /**
   * Whether the run was paused just now; if so, it holds first. What was seen before is old then.
   */
  private boolean held() {
    boolean wasPaused = paused;
    hold();
    return wasPaused;
  }

  private Evidence safeEvidence(Node node, String title, Supplier<Evidence> probe) {
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
    desk.take(open, open.decided() ? open.end() : "the run was aborted");
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

  /** Why a word to the run as a whole cannot be taken now; empty if it can. */
  Optional<String> objection(Word word) {
    if (progress.outcome() != null) {
      return Optional.of("the run has ended");
    }
    if (abortReason != null) {
      return Optional.of("the run is being aborted already");
    }
    return desk.objectionTo(word.by());
  }

  Optional<String> objectionToPause(Word word) {
    return objection(word)
        .or(() -> paused ? Optional.of("the run is paused already") : Optional.empty());
  }

  Optional<String> objectionToResume(Word word) {
    return objection(word)
        .or(
            () ->
                paused || desk.hasExpired()
                    ? Optional.empty()
                    : Optional.of("the run is not paused and no gate has expired"));
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

  /** The run's time, the same at each replay. */
  public Instant now() {
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
    private String outcome = "aborted";
    private @Nullable Failure failure;

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

    void failed(Failure why) {
      outcome = "failed";
      failure = why;
    }

    /** A step that was never begun, because the run ended before, has no record. */
    @Override
    public void close() {
      if (attempts == 0) {
        progress.drop(title);
        return;
      }
      if (failure != null && outcome.equals("failed")) {
        warn("failed: " + title + " (" + failure + ")");
      }
      progress.end(
          title, new StepRecord(progress.phase(), node, title, outcome, attempts, from, now()));
    }
  }
}
