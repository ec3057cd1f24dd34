package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
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
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final Brake brake = new Brake(this::refresh);
  private final Gatekeeper gatekeeper;
  private final UndoLedger ledger = new UndoLedger();

  private Runbook(UpgradeRequest request) {
    this.request = request;
    this.desk = new Desk(request.gates().allow(), RunClock::now);
    this.progress =
        new Progress(
            Workflow.getInfo().getWorkflowId(),
            Workflow.getInfo().getRunId(),
            request,
            RunClock.now());
    this.gatekeeper = new Gatekeeper(request, desk, progress, brake, this::refresh);
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
              brake.abort("cancelled" + (why == null || why.isEmpty() ? "" : ": " + why));
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
      close(end.outcome(), end.reason() + undo());
    } catch (ActivityFailure e) {
      close(UpgradeState.FAILED, Failures.read(e) + undo());
    }
  }

  /** Takes back what was begun, and tells what could not be. */
  private String undo() {
    if (ledger.isEmpty()) {
      return "";
    }
    brake.undo();
    phase("Undo");
    List<String> left = new ArrayList<>();
    for (Map.Entry<String, Runnable> entry : ledger.latestFirst()) {
      try {
        entry.getValue().run();
      } catch (RunEnded given) {
        left.add(entry.getKey());
      }
    }
    return left.isEmpty()
        ? "; what had been begun was taken back"
        : "; NOT taken back: " + String.join(", ", left);
  }

  private WorkerFacts describeWorker() {
    ActivityOptions options = Patience.PROBE.options("Look at the worker");
    return Workflow.newActivityStub(RunSupport.class, options).describeWorker();
  }

  private void close(UpgradeState outcome, String reason) {
    progress.close(outcome, reason, RunClock.now());
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
    progress.node(node).enter(state, RunClock.now());
  }

  /** Adds to the time in which a node's server did not serve. */
  public void down(Node node, double seconds) {
    progress.node(node).addDown(seconds);
  }

  /**
   * Writes down how to take back what is begun next. It is done, the last entry first, when the run
   * ends before {@link #settled}.
   *
   * @param subject what it is about, for the report
   */
  public void undoUnlessSettled(String subject, Runnable undo) {
    ledger.enter(subject, undo);
  }

  /** Everything that was begun is as it shall stay. */
  public void settled() {
    ledger.settle();
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
    gatekeeper.gate(node, ask, title, detail, probe);
  }

  /**
   * Asks about the run as a whole.
   *
   * @param look gives what the decision can be based on; it looks again when the gate has expired
   */
  public void checkpoint(String id, String title, String detail, Supplier<Evidence> look) {
    gatekeeper.checkpoint(id, title, detail, look);
  }

  Gatekeeper gatekeeper() {
    return gatekeeper;
  }

  Brake brake() {
    return brake;
  }

  /** Opens the record of a step; closing it writes it down. */
  StepEntry begin(@Nullable String node, String title) {
    StepEntry entry = new StepEntry(progress, node, title);
    refresh();
    return entry;
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
      brake.abort(end.reason());
    }
  }

  JobName jobName(String step, String node, int attempt) {
    return new JobName(
        request.cluster(), Workflow.getInfo().getFirstExecutionRunId(), step, node, attempt);
  }

  RunEnded aborted(String reason) {
    return new RunEnded(UpgradeState.ABORTED, reason);
  }

  void pause(Word word) {
    brake.pause();
  }

  void resume(Word word) {
    desk.renewExpired();
    brake.resume();
  }

  void abort(Word word) {
    brake.abort("aborted by " + word.by() + (word.comment() == null ? "" : ": " + word.comment()));
  }

  /** Why a word to the run as a whole cannot be taken now; empty if it can. */
  Optional<String> objection(Word word) {
    if (progress.outcome() != null) {
      return Optional.of("the run has ended");
    }
    if (brake.aborted() || brake.undoing()) {
      return Optional.of("the run is being aborted already");
    }
    return desk.objectionTo(word.by());
  }

  Optional<String> objectionToPause(Word word) {
    return objection(word)
        .or(() -> brake.paused() ? Optional.of("the run is paused already") : Optional.empty());
  }

  Optional<String> objectionToResume(Word word) {
    return objection(word)
        .or(
            () ->
                brake.paused() || desk.hasExpired()
                    ? Optional.empty()
                    : Optional.of("the run is not paused and no gate has expired"));
  }

  void ignore(String message, String content, String reason) {
    progress.ignore(new IgnoredMessage(message, content, reason, RunClock.now()));
    refresh();
  }

  UpgradeStatus status() {
    return progress.status(state(), desk);
  }

  UpgradeReport report() {
    return progress.report(state(), desk, RunClock.now());
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
    if (brake.paused() || questions.stream().anyMatch(Question::expired)) {
      return UpgradeState.PAUSED;
    }
    if (brake.undoing()) {
      return UpgradeState.UNDOING;
    }
    return questions.isEmpty() ? UpgradeState.RUNNING : UpgradeState.WAITING;
  }

  private void refresh() {
    announcer.refresh(status());
  }

  /** The run's time, the same at each replay. */
  public Instant now() {
    return RunClock.now();
  }
}
