package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run that was cut off go once more through its history, and those before it in its chain,
 * here and without doing anything, to hear its report. It cannot be asked by a query: workers of
 * the Temporal Java SDK 1.38 refuse a history that ends with a termination.
 */
final class Replay {
  /** Loading classes may hold the workflow's thread for longer than the default second. */
  private static final long SLOW_START = 30_000;

  private final WorkflowClient client;

  Replay(WorkflowClient client) {
    this.client = client;
  }

  /**
   * What came of it.
   *
   * @param report absent if the run said nothing before it was cut off, or it is not known
   * @param problem why it is not known
   */
  record Outcome(@Nullable UpgradeReport report, @Nullable String problem) {}

  /** Of a run and those that it continued: it may have been cut off before it said anything. */
  Outcome report(RunFacts facts) {
    return report(new Histories(client).chain(facts.workflowId(), facts.runId()));
  }

  /**
   * Of a chain of runs.
   *
   * @param histories the first run's first
   */
  Outcome report(List<WorkflowExecutionHistory> histories) {
    Witness witness = new Witness();
    String problem = replay(histories, witness);
    UpgradeReport heard = witness.lastReport();
    return new Outcome(
        heard == null || problem != null
            ? null
            : Printable.read(Json.mapper().valueToTree(heard), UpgradeReport.class),
        problem);
  }

  /**
   * All that histories tell.
   *
   * @param histories of a chain of runs, the first one first
   */
  Recollection recall(List<WorkflowExecutionHistory> histories) {
    Witness witness = new Witness();
    String problem = replay(histories, witness);
    List<Ran> commands =
        histories.stream().flatMap(each -> RanReader.read(each.getEvents()).stream()).toList();
    WorkflowExecutionStartedEventAttributes start = Histories.start(histories.get(0));
    return new Recollection(
        start.getIdentity().isBlank() ? null : start.getIdentity(),
        commands,
        witness.moments(),
        witness.lastReport(),
        problem == null ? gap(start) : problem);
  }

  private static @Nullable String gap(WorkflowExecutionStartedEventAttributes first) {
    return first.getContinuedExecutionRunId().isEmpty()
        ? null
        : "Temporal no longer keeps what came before, in run " + first.getContinuedExecutionRunId();
  }

  /** Gives why it could not be done; absent if it could. */
  private @Nullable String replay(List<WorkflowExecutionHistory> histories, Witness witness) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setWorkerInterceptors(witness).build());
    try {
      // The factory is never started, so that it takes no work from anybody.
      Worker worker =
          factory.newWorker(
              "replay",
              WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(SLOW_START).build());
      UpgradeWorkflows.register(worker);
      for (WorkflowExecutionHistory history : histories) {
        worker.replayWorkflowExecution(withoutCut(history));
      }
      return null;
    } catch (Exception e) {
      return "this release of Lockkeeper cannot read its history; try the one that ran it ("
          + Printable.clean(String.valueOf(e.getMessage())).lines().findFirst().orElse("")
          + ")";
    } finally {
      factory.shutdownNow();
    }
  }

  private static WorkflowExecutionHistory withoutCut(WorkflowExecutionHistory history) {
    List<HistoryEvent> events = history.getEvents();
    EventType end = events.get(events.size() - 1).getEventType();
    boolean cut =
        end == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED
            || end == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT;
    return cut
        ? new WorkflowExecutionHistory(
            History.newBuilder().addAllEvents(events.subList(0, events.size() - 1)).build(),
            history.getWorkflowExecution().getWorkflowId())
        : history;
  }
}
