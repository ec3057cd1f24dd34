package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.codec.ClearText;
import io.grpc.Status;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetches event histories in clear text, also those of a run that was continued, maybe more than
 * once, as a new one.
 */
final class Histories {
  private final WorkflowClient client;

  Histories(WorkflowClient client) {
    this.client = client;
  }

  WorkflowExecutionHistory of(String workflowId, String runId) {
    return new WorkflowExecutionHistory(
        ClearText.of(client).open(client.fetchHistory(workflowId, runId).getHistory()), workflowId);
  }

  /**
   * The histories of a chain, that of its first run first; as far back as Temporal keeps them,
   * since each run's time to be kept begins with its own end.
   */
  List<WorkflowExecutionHistory> chain(String workflowId, String lastRunId) {
    List<WorkflowExecutionHistory> chain = new ArrayList<>();
    chain.add(of(workflowId, lastRunId));
    while (!start(chain.get(0)).getContinuedExecutionRunId().isEmpty()) {
      try {
        chain.add(0, of(workflowId, start(chain.get(0)).getContinuedExecutionRunId()));
      } catch (RuntimeException e) {
        if (Explanation.has(e, Status.Code.NOT_FOUND)) {
          return chain;
        }
        throw e;
      }
    }
    return chain;
  }

  /** What a run began with; names the run that it continues, if any. */
  static WorkflowExecutionStartedEventAttributes start(WorkflowExecutionHistory history) {
    return history.getEvents().get(0).getWorkflowExecutionStartedEventAttributes();
  }
}
