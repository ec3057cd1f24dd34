package dev.lockkeeper.workflows.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.ProductRequest;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every procedure stands on. A procedure says its phases, steps and gates in the order of the
 * vendor's page; the runbook asks, waits, records, and ends the run in a state that says what was
 * observed. Use only from workflow code.
 */
public final class Runbook {
  /** Stands for the run's id in a plan, which is the same whichever run it will be. */
  private static final String RUN_OF_THE_UPGRADE = "run-of-the-upgrade";

  private final UpgradeRequest request;
  private final Course course;
  private final Desk desk;
  private final Progress progress;
  private final Announcer announcer = new Announcer();
  private final Brake brake;
  private final Gatekeeper gatekeeper;
  private final UndoLedger ledger;
  private final WayOut wayOut;
  private final Fence fence;
  private final Chain chain;
  private final ProductRequest input;
  private final @Nullable Planning planning;
  private @Nullable WorkerFacts worker;
  private @Nullable String conclusion;

  private Runbook(ProductRequest input, @Nullable Carried carried) {
    this.input = input;
    request = input.upgrade();
    String workflowId = Workflow.getInfo().getWorkflowId();
    String runId = Workflow.getInfo().getRunId();
    planning = workflowId.equals(UpgradeRequest.planId(request.cluster())) ? new Planning() : null;
    if (carried == null) {
      course = new Course(request.gates());
      desk = new Desk(() -> course.policy().allow(), RunClock::now);
      progress = new Progress(workflowId, runId, request, RunClock.now());
      brake = new Brake(this::refresh);
      ledger = new UndoLedger();
    } else {
      course = new Course(carried.course());
      desk = new Desk(() -> course.policy().allow(), RunClock::now, carried.desk());
      progress = new Progress(workflowId, runId, request, carried.progress());
      brake = new Brake(this::refresh, carried.paused());
      ledger = new UndoLedger(carried.undo());
      worker = carried.worker();
    }
    Memory memory = carried == null ? new Memory() : new Memory(carried.remembered());
    chain =
        new Chain(
            input,
            course,
            () -> planning != null || brake.aborted(),
            memory,
            () -> carry(memory.carry()));
    gatekeeper = new Gatekeeper(course, desk, progress, brake, this::refresh, planning);
    wayOut = new WayOut(this, ledger, this::refresh);
    fence = new Fence(this, request, carried == null ? null : carried.fence());
  }

  /**
   * Opens the run's book. Call it first in the workflow method: from then on operators can ask and
   * answer.
   *
   * @param carried what the run before in the same chain handed over; absent in the first one
   */
  public static Runbook open(ProductRequest input, @Nullable Carried carried) {
    Runbook book = new Runbook(input, carried);
    Helm helm = new Helm(book.course, book.desk, book.progress, book.brake, book::refresh);
    Workflow.registerListener(new Messages(book, book.desk, helm));
    return book;
  }

  /**
   * Runs a procedure to its end. A long run ends as continued with a new one of the same workflow,
   * between two nodes.
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
    if (report.outcome() == UpgradeState.COMPLETED || report.outcome() == UpgradeState.PLANNED) {
      return report;
    }
    if (root.isCancelRequested()) {
      throw new CanceledFailure(report.reason(), new EncodedValues(report), null);
    }
    throw ApplicationFailure.newNonRetryableFailure(
        report.reason(), report.outcome().name(), report);
  }

  private void perform(Runnable procedure) {
    if (planning != null) {
      plan(procedure, planning);
      return;
    }
    try {
      begin();
      procedure.run();
      fence.removeOldJobs();
      String undone = wayOut.undo();
      close(
          ledger.hasLeft() ? UpgradeState.FAILED : UpgradeState.COMPLETED,
          (conclusion == null
                  ? "every node was seen on " + request.release().version()
                  : conclusion)
              + undone);
    } catch (RunEnded end) {
      close(end.outcome(), end.reason() + wayOut.undo());
    } catch (ActivityFailure e) {
      close(UpgradeState.FAILED, Failures.read(e) + wayOut.undo());
    }
  }

  /** The same procedure, on paper. */
  private void plan(Runnable procedure, Planning paper) {
    String end = "";
    try {
      begin();
      procedure.run();
      wayOut.undo();
    } catch (RunEnded ended) {
      if (ended.outcome() == UpgradeState.ABORTED) {
        close(UpgradeState.ABORTED, ended.reason());
        return;
      }
      ended.problems().forEach(paper::problem);
      end = "; it could not be made to its end";
    } catch (ActivityFailure e) {
      paper.problem(Problem.blocking(Failures.read(e).toString()));
      end = "; it could not be made to its end";
    }
    close(
        UpgradeState.PLANNED,
        "planned, and nothing was changed"
            + end
            + (paper.hasProblems() ? "; as things are, the upgrade would not go through" : ""));
  }

  private void begin() {
    if (worker != null) {
      announcer.goOn(worker);
      return;
    }
    String rightId = UpgradeRequest.workflowId(request.cluster());
    String id = Workflow.getInfo().getWorkflowId();
    if (!id.equals(rightId) && planning == null) {
      refuse(
          "nothing was changed; this run is called "
              + id
              + ", but a cluster has one run at a time: start the upgrade of "
              + request.cluster()
              + " as "
              + rightId
              + ", or plan it as "
              + UpgradeRequest.planId(request.cluster()));
    }
    WorkerFacts facts = describeWorker();
    worker = facts;
    announcer.open(request, facts.searchAttributes());
    phase("Preflight");
    fence.take();
  }

  private WorkerFacts describeWorker() {
    ActivityOptions options = Patience.PROBE.options("Look at the worker");
    return Workflow.newActivityStub(RunSupport.class, options).describeWorker();
  }

  private void close(UpgradeState outcome, String reason) {
    progress.close(outcome, reason, RunClock.now());
    refresh();
  }

  /**
   * Does a part of the procedure once in the whole chain of a long run; a continued run gets what
   * it gave.
   *
   * @param key short and stable
   * @param type a record that can be written as JSON
   */
  public <T> T once(String key, Class<T> type, Supplier<T> part) {
    return chain.once(key, type, part);
  }

  /**
   * Goes over nodes one after another, in the order of the request unless it is amended. The gates
   * inside follow the policy: which node of the group it is decides whether a person is asked.
   *
   * @param key short and stable
   */
  public void each(String key, List<Node> nodes, Consumer<Node> work) {
    chain.each(key, nodes, work);
  }

  private Carried carry(Map<String, JsonNode> remembered) {
    return new Carried(
        progress.carry(),
        desk.carry(),
        course.carry(),
        ledger.entries(),
        remembered,
        fence.claim(),
        Objects.requireNonNull(worker),
        brake.paused());
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

  /**
   * Ends the run for several reasons, all told at once.
   *
   * @param what as the beginning of a sentence whose end is the list
   */
  public void refuse(String what, List<Problem> problems) {
    throw RunEnded.refused(what, problems);
  }

  /** Keeps something that the reader of status and report should know. */
  public void warn(String warning) {
    progress.warn(warning);
  }

  /** A warning that is shown at once, for what is noticed while nothing else happens. */
  public void alert(String warning) {
    warn(warning);
    refresh();
  }

  /** What a run that succeeds has shown, when that is not the target release on every node. */
  public void conclude(String shown) {
    conclusion = shown;
  }

  /** Notes the version that a node was seen to run. */
  public void seen(Node node, String version) {
    if (planning != null && progress.node(node).known()) {
      // What comes later on paper is only supposed.
      return;
    }
    progress.node(node).seen(version);
  }

  /** The version that a node was last seen to run in this run; empty if it was not seen yet. */
  public Optional<String> lastSeen(Node node) {
    return Optional.ofNullable(progress.node(node).shown().version());
  }

  /** When this key was first asked for in the whole chain of a long run. */
  public Instant since(String key) {
    return chain.since(key, RunClock.now());
  }

  /** Notes where a node stands. */
  public void state(Node node, NodeState state) {
    if (planning != null) {
      return;
    }
    progress.node(node).enter(state, RunClock.now());
  }

  /**
   * Writes down how to take back what is begun next. It is done, the last entry first, when the run
   * ends before {@link #settled}.
   *
   * @param subject what it is about, for the report
   * @param before how it is now
   * @param during how it is about to be
   */
  public void undoUnlessSettled(String subject, String before, String during, Runnable undo) {
    ledger.enterUntilSettled(UndoEntry.open(subject, before, during), undo);
  }

  /**
   * A setting of the cluster that shall have another value while the run works; see {@link
   * TemporarySetting}.
   *
   * @param read an activity that reads its value
   * @param write an activity that sets it and returns what it reads afterwards
   */
  public <A> TemporarySetting<A> temporary(
      String name,
      Class<A> activities,
      Function<A, String> read,
      BiFunction<A, String, String> write) {
    return new TemporarySetting<>(this, name, activities, read, write);
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
   * @param action what will be done to it
   * @param detail a longer text to read before deciding; empty for none
   * @param probe looks whether it is safe now
   */
  public void gate(Node node, String action, String detail, Supplier<Evidence> probe) {
    gatekeeper.gate(node, action, detail, probe);
  }

  /**
   * Asks about the run as a whole, if the policy asks anything.
   *
   * @param look gives what the decision can be based on; it looks again when the gate has expired
   */
  public void checkpoint(String id, String title, String detail, Supplier<Evidence> look) {
    gatekeeper.checkpoint(id, title, detail, look);
  }

  /** Lets some time pass before the next step; an abort ends it. */
  public void rest(String why, Duration time) {
    if (planning != null) {
      planning.rest(progress.phase(), why);
      return;
    }
    try (StepEntry entry = begin(null, why)) {
      brake.hold();
      entry.attempt(1);
      brake.rest(why, time);
      entry.outcome("done");
    }
  }

  /**
   * Whether nothing is really done. Only for what cannot be planned before something was: a
   * procedure is the same on paper and in earnest.
   */
  public boolean onPaper() {
    return planning != null;
  }

  /** Writes down what would be done; absent in a run that acts. */
  @Nullable Planning planning() {
    return planning;
  }

  String currentPhase() {
    return progress.phase();
  }

  UndoLedger ledger() {
    return ledger;
  }

  /** Notes what a job reached on a node. */
  void reached(Node node, List<Mark> marks) {
    progress.node(node).hear(marks);
  }

  WayOut wayOut() {
    return wayOut;
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
    String upgrade =
        planning == null ? Workflow.getInfo().getFirstExecutionRunId() : RUN_OF_THE_UPGRADE;
    return new JobName(request.cluster(), upgrade, step, node, attempt);
  }

  RunEnded aborted(String reason) {
    return new RunEnded(UpgradeState.ABORTED, reason);
  }

  void ignore(String message, String content, String reason) {
    progress.ignore(new IgnoredMessage(message, content, reason, RunClock.now()));
    refresh();
  }

  UpgradeStatus status() {
    return progress.status(state(), desk, course.policy(), ledger.entries());
  }

  UpgradeReport report() {
    return progress.report(
        state(),
        desk,
        planning == null ? ledger.entries() : List.of(),
        planning == null ? null : planning.plan(input),
        RunClock.now());
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
