package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.run.Errands.Errand;
import dev.lockkeeper.starter.run.Errands.Excuses;
import dev.lockkeeper.workflows.fence.ReleaseFence;
import dev.lockkeeper.workflows.fence.ReleaseRequest;
import dev.lockkeeper.workflows.fence.ReleaseResult;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.recover.Recover;
import dev.lockkeeper.workflows.recover.RecoverRequest;
import dev.lockkeeper.workflows.recover.RecoverResult;
import io.grpc.Status;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/**
 * What runs leave on the nodes of clusters: fences and jobs. A worker looks at them, and removes
 * fences.
 */
public final class Fences {
  /** Nodes that do not answer are tried for three minutes, sixteen at a time. */
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private static final Excuses EXCUSES =
      new Excuses("Somebody is at the nodes' fences", "so nothing was done", Fences::failed);

  private final WorkflowClient client;
  private final Errands errands;
  private final String place;

  Fences(WorkflowClient client, String queue, String place) {
    this.client = client;
    this.errands = new Errands(client, queue, place);
    this.place = place;
  }

  /** What a Temporal service knows of the run that a fence names. */
  public enum Holder {
    /** It goes on, or another of its id does. */
    OPEN,
    CLOSED,
    /** Never seen here: perhaps it belongs to another service, and goes on there. */
    UNKNOWN
  }

  /**
   * Looks at a cluster's nodes, or frees them.
   *
   * @param request as {@link ReleaseRequest} reads it
   * @param summary one line that the Temporal UI shows
   * @throws CommandProblem when it was refused, or nobody does it
   */
  public ReleaseResult release(String cluster, JsonNode request, String summary) {
    return errands.run(
        new Errand(ReleaseFence.TYPE, ReleaseRequest.workflowId(cluster), summary, LIMIT),
        request,
        ReleaseResult.class,
        EXCUSES);
  }

  /**
   * Has a cluster's nodes looked at for what upgrades have left half done.
   *
   * @param request as {@link RecoverRequest} reads it
   * @throws CommandProblem when it was refused, or nobody does it
   */
  public RecoverResult recover(String cluster, JsonNode request) {
    return errands.run(
        new Errand(
            Recover.TYPE,
            RecoverRequest.workflowId(cluster),
            "Look what upgrades of " + cluster + " have left half done",
            LIMIT),
        request,
        RecoverResult.class,
        EXCUSES);
  }

  private static CommandProblem failed(WorkflowFailedException e) {
    if (e.getCause() instanceof ApplicationFailure failure) {
      return new CommandProblem(ExitCode.REFUSED, "Refused: " + failure.getOriginalMessage(), e);
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    return new CommandProblem(ExitCode.UNEXPECTED, "It could not be done: " + root.getMessage(), e);
  }

  /** Asks this service, in the namespace that the fence names, whether its run goes on. */
  public Holder holder(FenceClaim claim) {
    try {
      if (status(claim, "") == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
        return Holder.OPEN;
      }
      status(claim, claim.run());
      return Holder.CLOSED;
    } catch (RuntimeException e) {
      // A client may be kept out of a namespace that is not its own.
      if (Explanation.has(e, Status.Code.NOT_FOUND)
          || Explanation.has(e, Status.Code.PERMISSION_DENIED)
          || Explanation.has(e, Status.Code.INVALID_ARGUMENT)) {
        return Holder.UNKNOWN;
      }
      throw Explanation.of(e, place);
    }
  }

  private WorkflowExecutionStatus status(FenceClaim claim, String run) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(claim.namespace())
                .setExecution(
                    WorkflowExecution.newBuilder().setWorkflowId(claim.workflow()).setRunId(run))
                .build())
        .getWorkflowExecutionInfo()
        .getStatus();
  }
}
