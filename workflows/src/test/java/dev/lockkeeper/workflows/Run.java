package dev.lockkeeper.workflows;

import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.Receipt;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import dev.lockkeeper.workflows.model.Word;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One started run, spoken to as an operator would. */
public final class Run {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For runs with hundreds of nodes on a busy machine. */
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(4);

  private final TestWorkflowEnvironment environment;
  private final WorkflowStub stub;

  Run(TestWorkflowEnvironment environment, WorkflowStub stub) {
    this.environment = environment;
    this.stub = stub;
  }

  public WorkflowStub stub() {
    return stub;
  }

  public UpgradeStatus status() {
    return stub.query("status", UpgradeStatus.class);
  }

  public UpgradeReport report() {
    return stub.query("report", UpgradeReport.class);
  }

  /** The status as soon as it is as wanted. */
  public UpgradeStatus statusWhen(String wanted, Predicate<UpgradeStatus> condition) {
    return await(wanted, this::status, condition);
  }

  /** The status as soon as the run stands there. */
  public UpgradeStatus statusWhen(UpgradeState state) {
    return statusWhen(state.name(), status -> status.state() == state);
  }

  /** The open question of this id, as soon as it is asked. */
  public Question question(String id) {
    return statusWhen("the question " + id, status -> find(status, id) != null).questions().stream()
        .filter(question -> question.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Opens the gate of this id once it is asked. */
  public void approve(String gate) {
    question(gate);
    signal("approve", new Answer(gate, "ann", null));
  }

  /** Answers the blocked step of this id once it is asked. */
  public void answer(String step, Choice choice) {
    question(step);
    signal("answer", new StepAnswer(step, choice, "ann", null));
  }

  /** Opens every gate before the one of this id, and waits until that is asked. */
  public void approveUntil(String gate) {
    java.util.Set<String> opened = new java.util.HashSet<>();
    await(
        "the gate " + gate,
        LONG_PATIENCE,
        () -> {
          UpgradeStatus status = status();
          for (Question question : status.questions()) {
            if (!question.id().equals(gate) && opened.add(question.id())) {
              signal("approve", new Answer(question.id(), "ann", null));
            }
          }
          return find(status, gate) != null;
        },
        (Boolean asked) -> asked);
  }

  /** Opens every gate until the run has closed. Returns the gates in their order. */
  public List<String> approveEverything() {
    java.util.ArrayList<String> gates = new java.util.ArrayList<>();
    await(
        "the end of the run",
        LONG_PATIENCE,
        () -> {
          if (closed()) {
            return true;
          }
          for (Question question : status().questions()) {
            if (!gates.contains(question.id())) {
              gates.add(question.id());
              signal("approve", new Answer(question.id(), "ann", null));
            }
          }
          return false;
        },
        (Boolean ended) -> ended);
    return gates;
  }

  /** Sends a signal, as anybody may: any name, any content. */
  public void signal(String name, Object... content) {
    stub.signal(name, content);
  }

  public void pause() {
    signal("pause", new Word("ann", null));
  }

  public void resume() {
    signal("resume", new Word("ann", null));
  }

  public void abort() {
    signal("abort", new Word("ann", "enough"));
  }

  public Receipt update(String name, Object... content) {
    return stub.update(name, Receipt.class, content);
  }

  /** The report of a run that reaches its target. */
  public UpgradeReport completed() {
    awaitClose();
    return stub.getResult(UpgradeReport.class);
  }

  /** How a run failed. */
  public ApplicationFailure failed() {
    awaitClose();
    try {
      stub.getResult(UpgradeReport.class);
    } catch (WorkflowFailedException e) {
      if (e.getCause() instanceof ApplicationFailure failure) {
        return failure;
      }
      throw e;
    }
    throw new AssertionError("the run completed");
  }

  /** The report that a failed run carries. */
  public UpgradeReport failedReport() {
    return failed().getDetails().get(UpgradeReport.class);
  }

  public WorkflowExecutionStatus awaitClose() {
    until("the end of the run", this::closed);
    return stub.describe().getStatus();
  }

  public boolean closed() {
    return switch (stub.describe().getStatus()) {
      // The in-memory server ends a run a moment before it begins the one that continues it.
      case WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW -> false;
      default -> true;
    };
  }

  public WorkflowExecutionHistory history() {
    return environment.getWorkflowClient().fetchHistory(stub.getExecution().getWorkflowId());
  }

  public long count(EventType type) {
    return history().getEvents().stream().filter(event -> event.getEventType() == type).count();
  }

  private static @org.jspecify.annotations.Nullable Question find(UpgradeStatus status, String id) {
    return status.questions().stream()
        .filter(question -> question.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private <T> T await(String wanted, Supplier<T> look, Predicate<T> condition) {
    return await(wanted, PATIENCE, look, condition);
  }

  private static <T> T await(
      String wanted, Duration patience, Supplier<T> look, Predicate<T> condition) {
    long end = System.nanoTime() + patience.toNanos();
    T seen = look.get();
    while (!condition.test(seen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not seen in " + patience + ": " + wanted + "; last: " + seen);
      }
      rest();
      seen = look.get();
    }
    return seen;
  }

  private void until(String wanted, BooleanSupplier condition) {
    await(wanted, condition::getAsBoolean, (Boolean reached) -> reached);
  }

  private static void rest() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
