package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.codec.ClearText;
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

  /** The histories of a chain, that of its first run first. */
  List<WorkflowExecutionHistory> chain(String workflowId, String lastRunId) {
    List<WorkflowExecutionHistory> chain = new ArrayList<>();
    for (String runId = lastRunId; !runId.isEmpty(); ) {
      WorkflowExecutionHistory history = of(workflowId, runId);
      chain.add(0, history);
      runId =
          history
              .getEvents()
              .get(0)
              .getWorkflowExecutionStartedEventAttributes()
              .getContinuedExecutionRunId();
    }
    return chain;
  }
}
