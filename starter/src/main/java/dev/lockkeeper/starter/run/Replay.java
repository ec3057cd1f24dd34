package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run that was cut off go once more through its history, here and without doing anything, to
 * hear its report. It cannot be asked by a query: workers of the Temporal Java SDK 1.38 refuse a
 * history that ends with a termination.
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

  Outcome report(RunFacts facts) {
    List<HistoryEvent> events = client.fetchHistory(facts.workflowId(), facts.runId()).getEvents();
    History before =
        History.newBuilder().addAllEvents(events.subList(0, events.size() - 1)).build();
    Witness witness = new Witness();
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
      worker.replayWorkflowExecution(new WorkflowExecutionHistory(before, facts.workflowId()));
      UpgradeReport heard = witness.lastReport();
      return new Outcome(
          heard == null
              ? null
              : Printable.read(Json.mapper().valueToTree(heard), UpgradeReport.class),
          null);
    } catch (Exception e) {
      return new Outcome(
          null,
          "this release of Lockkeeper cannot read its history; try the one that ran it ("
              + Printable.clean(String.valueOf(e.getMessage())).lines().findFirst().orElse("")
              + ")");
    } finally {
      factory.shutdownNow();
    }
  }
}
