package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One step of a procedure: done by an activity, recorded, and turned into a question when it fails.
 * Every step offers retry and abort.
 */
public final class Step {
  private final Runbook book;
  private final String key;
  private final String title;
  private @Nullable Node node;
  private Patience patience = Patience.PROBE;
  private @Nullable Runnable restore;
  private @Nullable Supplier<Evidence> recheck;
  private @Nullable Supplier<?> supposed;
  private String detail = "";

  Step(Runbook book, String key, String title) {
    this.book = book;
    this.key = key;
    this.title = title;
  }

  /** The node it works on. */
  public Step on(Node target) {
    node = target;
    return this;
  }

  /** How long its activity may take. */
  public Step patience(Patience chosen) {
    patience = chosen;
    return this;
  }

  /**
   * What to do when the operator wants the previous release back; without it restore is not
   * offered.
   */
  public Step restoring(Runnable action) {
    restore = action;
    return this;
  }

  /**
   * Looks before each retry whether it is still safe: what was seen before the first attempt is old
   * by then.
   */
  public Step recheck(Supplier<Evidence> probe) {
    recheck = probe;
    return this;
  }

  /**
   * What a plan goes on with instead of doing the step: for what changes something, and for what
   * looks at such a change.
   *
   * @param result gives what the activity would give if all goes well
   */
  public Step supposing(Supplier<?> result) {
    supposed = result;
    return this;
  }

  /** What to read before choosing, when the step is blocked. */
  public Step detail(String text) {
    detail = text;
    return this;
  }

  /**
   * Does the step, as often as the operator wants.
   *
   * @param activities the activity interface
   * @param call what to call on it; the job name is new for each of the operator's retries
   * @return what the activity gave
   */
  public <A, T> T call(Class<A> activities, BiFunction<A, JobName, T> call) {
    return perform(
            activities, call, result -> Optional.empty(), List.of(Choice.RETRY, Choice.ABORT))
        .orElseThrow();
  }

  /**
   * As {@link #call(Class, BiFunction)}, but what the activity gave is looked at as well.
   *
   * @param objection what is wrong with it; the step has failed then
   */
  public <A, T> T call(
      Class<A> activities,
      BiFunction<A, JobName, T> call,
      Function<T, Optional<Failure>> objection) {
    return perform(activities, call, objection, List.of(Choice.RETRY, Choice.ABORT)).orElseThrow();
  }

  /**
   * As {@link #call(Class, BiFunction)}, but the operator may also go on without it.
   *
   * @return what the activity gave; empty if the step was skipped
   */
  public <A, T> Optional<T> callOrSkip(Class<A> activities, BiFunction<A, JobName, T> call) {
    return perform(
        activities,
        call,
        result -> Optional.empty(),
        List.of(Choice.RETRY, Choice.SKIP, Choice.ABORT));
  }

  /**
   * For steps that put something back: the operator may retry or leave it, and nothing else.
   *
   * @return what the activity gave; empty if a person said to leave it
   */
  <A, T> Optional<T> callOrLeave(
      Class<A> activities,
      BiFunction<A, JobName, T> call,
      Function<T, Optional<Failure>> objection) {
    return perform(activities, call, objection, List.of(Choice.RETRY, Choice.SKIP));
  }

  /**
   * Does the step once: that it cannot be done is an answer too, and nobody is asked. For steps
   * that change nothing.
   *
   * @param failed hears why
   * @return what the activity gave; empty if it failed
   */
  public <A, T> Optional<T> look(
      Class<A> activities, BiFunction<A, JobName, T> call, Consumer<Failure> failed) {
    Planning planning = book.planning();
    A stub = Workflow.newActivityStub(activities, patience.options(summary()));
    try (StepEntry entry = book.begin(node == null ? null : node.name(), summary())) {
      book.brake().hold();
      entry.attempt(1);
      JobName job = book.jobName(key, node == null ? "cluster" : node.name(), 1);
      try {
        T result =
            planning == null
                ? book.brake().call(patience, () -> call.apply(stub, job))
                : planning.perform(activities, planned(), paper -> call.apply(paper, job)).value();
        entry.outcome("done");
        return Optional.of(result);
      } catch (ActivityFailure e) {
        Failure failure = Failures.read(e);
        entry.failed(failure);
        failed.accept(failure);
        return Optional.empty();
      }
    }
  }

  private String summary() {
    return node == null ? title : title + " (" + node.name() + ")";
  }

  private <A, T> Optional<T> perform(
      Class<A> activities,
      BiFunction<A, JobName, T> call,
      Function<T, Optional<Failure>> objection,
      List<Choice> choices) {
    Planning planning = book.planning();
    if (planning != null) {
      return Optional.of(plan(planning, activities, call, objection));
    }
    String nodeName = node == null ? null : node.name();
    String summary = summary();
    A stub = Workflow.newActivityStub(activities, patience.options(summary));
    try (StepEntry entry = book.begin(nodeName, summary)) {
      for (int attempt = 1; ; attempt++) {
        book.brake().hold();
        JobName job = book.jobName(key, nodeName == null ? "cluster" : nodeName, attempt);
        entry.attempt(attempt);
        Failure failure;
        try {
          T result = book.brake().call(patience, () -> call.apply(stub, job));
          hear(entry, result);
          Optional<Failure> wrong = objection.apply(result);
          if (wrong.isEmpty()) {
            entry.outcome("done");
            return Optional.of(result);
          }
          failure = wrong.get();
        } catch (ActivityFailure e) {
          failure = Failures.read(e);
          reached(entry, Failures.marks(e));
        }
        entry.failed(failure);
        switch (book.gatekeeper()
            .askWhatNow(blockedId(nodeName), node, summary, failure, detail, offered(choices))) {
          case RETRY -> checkAgain(summary);
          case SKIP -> {
            entry.outcome("skipped");
            book.warn("skipped: " + summary + " (" + failure + ")");
            return Optional.empty();
          }
          case RESTORE -> restore(failure, nodeName, entry);
          case ABORT -> throw book.aborted("aborted after " + summary + " failed: " + failure);
        }
      }
    }
  }

  /** A look that cannot be had ends the plan: what comes after it depends on it. */
  private <A, T> T plan(
      Planning planning,
      Class<A> activities,
      BiFunction<A, JobName, T> call,
      Function<T, Optional<Failure>> objection) {
    book.brake().hold();
    JobName job = book.jobName(key, node == null ? "cluster" : node.name(), 1);
    try {
      Planning.Result<T> result =
          planning.perform(activities, planned(), paper -> call.apply(paper, job));
      if (result.seen()) {
        objection
            .apply(result.value())
            .ifPresent(failure -> planning.problem(Problem.blocking(summary() + ": " + failure)));
      }
      return result.value();
    } catch (ActivityFailure e) {
      throw new RunEnded(
          UpgradeState.PLANNED,
          "the plan ends here, because this failed: " + summary() + ": " + Failures.read(e));
    }
  }

  private Planning.PlannedStep planned() {
    return new Planning.PlannedStep(
        book.currentPhase(), node, title, patience.options(summary()), supposed);
  }

  private void hear(StepEntry entry, @Nullable Object result) {
    if (result instanceof JobResult job) {
      reached(entry, job.marks());
      entry.log(job.log());
    }
  }

  private void reached(StepEntry entry, List<Mark> marks) {
    entry.reached(marks);
    if (node != null) {
      book.reached(node, marks);
    }
  }

  private void checkAgain(String summary) {
    if (recheck != null && node != null) {
      book.gatekeeper().safeEvidence(node, summary, recheck);
    }
  }

  private void restore(Failure failure, @Nullable String nodeName, StepEntry entry) {
    entry.outcome("restored");
    if (restore != null) {
      restore.run();
    }
    throw book.aborted(
        "the previous release was restored on "
            + nodeName
            + " after "
            + title
            + " failed: "
            + failure);
  }

  private String blockedId(@Nullable String nodeName) {
    return nodeName == null ? key : nodeName + "." + key;
  }

  private List<Choice> offered(List<Choice> choices) {
    List<Choice> all = new ArrayList<>(choices);
    if (restore != null) {
      all.add(Math.max(all.indexOf(Choice.ABORT), 0), Choice.RESTORE);
    }
    return all;
  }
}
