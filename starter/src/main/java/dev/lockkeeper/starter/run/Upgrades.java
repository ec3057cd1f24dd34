package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.util.List;

/** The upgrades of a namespace. */
public final class Upgrades {
  private final WorkflowClient client;
  private final String place;

  Upgrades(WorkflowClient client, String place) {
    this.client = client;
    this.place = place;
  }

  /**
   * Starts an upgrade.
   *
   * @param summary one line that the Temporal UI shows with the run
   * @return the run's id
   * @throws CommandProblem when one of the same cluster is running
   */
  public String start(String workflowType, String cluster, String summary, JsonNode request) {
    String id = UpgradeRequest.workflowId(cluster);
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(UpgradeWorkflows.TASK_QUEUE)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setStaticSummary(summary)
            .build();
    try {
      return client.newUntypedWorkflowStub(workflowType, options).start(request).getRunId();
    } catch (WorkflowExecutionAlreadyStarted e) {
      throw new CommandProblem(
          ExitCode.REFUSED,
          "An upgrade of "
              + cluster
              + " is running already ("
              + id
              + ", run "
              + e.getExecution().getRunId()
              + "). Look at it: ./lockkeeper status "
              + cluster,
          e);
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  /** The latest run of a cluster. */
  public Run run(String cluster) {
    return new Run(client, cluster, place);
  }

  /** Runs of the given workflow types, latest first. */
  public List<RunFacts> list(List<String> workflowTypes, Selection selection, int limit) {
    String types = String.join("', '", workflowTypes);
    String query = "WorkflowType IN ('" + types + "')" + selection.condition();
    try (var executions = client.listExecutions(query)) {
      return executions.limit(limit).map(Facts::of).toList();
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  /** Which runs are listed. */
  public enum Selection {
    OPEN(" AND ExecutionStatus = 'Running'"),
    ALL("");

    private final String condition;

    Selection(String condition) {
      this.condition = condition;
    }

    String condition() {
      return condition;
    }
  }
}
