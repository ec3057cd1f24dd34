package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.input.Product;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.Receipt;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import dev.lockkeeper.workflows.model.Word;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.Optional;

/** One upgrade, as an operator sees it through a Temporal client. */
public final class UpgradeRun {
  private final WorkflowClient client;
  private final WorkflowStub stub;

  private UpgradeRun(WorkflowClient client, WorkflowStub stub) {
    this.client = client;
    this.stub = stub;
  }

  /** Starts the upgrade of a cluster, of whichever product the request names. */
  public static UpgradeRun start(WorkflowClient client, JsonNode request) {
    String cluster = request.path("cluster").asText();
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(UpgradeRequest.workflowId(cluster))
            .setTaskQueue(UpgradeWorkflows.TASK_QUEUE)
            .setStaticSummary(
                "Upgrade " + cluster + " to " + request.path("release").path("version").asText())
            .build();
    WorkflowStub stub = client.newUntypedWorkflowStub(type(request), options);
    stub.start(request);
    return new UpgradeRun(client, stub);
  }

  private static String type(JsonNode request) {
    String product = request.path("product").asText();
    return Product.of(product)
        .orElseThrow(() -> new IllegalArgumentException("there is no upgrade of " + product))
        .workflowType();
  }

  /** The run that is open, or was the last, under a workflow id. */
  public static UpgradeRun of(WorkflowClient client, String workflowId) {
    return new UpgradeRun(client, client.newUntypedWorkflowStub(workflowId));
  }

  public String workflowId() {
    return stub.getExecution().getWorkflowId();
  }

  /** Where it stands; empty while no worker or no server answers. */
  public Optional<UpgradeStatus> status() {
    try {
      return Optional.of(stub.query("status", UpgradeStatus.class));
    } catch (WorkflowServiceException e) {
      return Optional.empty();
    }
  }

  /** Opens a gate by an Update, which tells at once if the answer is refused. */
  public Receipt approve(String gate, String by) {
    return stub.update("approveGate", Receipt.class, new Answer(gate, by, null));
  }

  /** Opens a gate by a signal, as the Temporal UI does. */
  public void signalApproval(String gate, String by) {
    stub.signal("approve", new Answer(gate, by, null));
  }

  public Receipt answer(String step, Choice choice, String by) {
    return stub.update("answerStep", Receipt.class, new StepAnswer(step, choice, by, null));
  }

  public void abort(String by, String comment) {
    stub.signal("abort", new Word(by, comment));
  }

  /** Ends it at once, without any cleaning up. */
  public void terminate(String reason) {
    try {
      stub.terminate(reason);
    } catch (WorkflowServiceException e) {
      // It has ended, or the server is away: nothing is left to end.
      return;
    }
  }

  /**
   * How it ended: the report, whatever the outcome; empty while it is open or no server answers.
   */
  public Optional<UpgradeReport> ending() {
    try {
      if (stub.describe().getStatus()
          == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
        return Optional.empty();
      }
      return Optional.of(stub.getResult(UpgradeReport.class));
    } catch (WorkflowFailedException e) {
      return Optional.of(reportOf(e));
    } catch (WorkflowServiceException e) {
      return Optional.empty();
    }
  }

  /**
   * What a person reads who opens the failed run in Temporal's page; empty while it has not failed.
   */
  public Optional<String> failureMessage() {
    try {
      if (stub.describe().getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED) {
        return Optional.empty();
      }
      stub.getResult(UpgradeReport.class);
      return Optional.empty();
    } catch (WorkflowFailedException e) {
      Throwable cause = e.getCause();
      return Optional.of(
          cause instanceof ApplicationFailure application
              ? application.getOriginalMessage()
              : String.valueOf(cause));
    } catch (WorkflowServiceException e) {
      return Optional.empty();
    }
  }

  /**
   * What its activities say they are doing, a line for each: for a person who wonders why nothing
   * goes on.
   */
  public List<String> work() {
    return stub.describe().getRawDescription().getPendingActivitiesList().stream()
        .map(UpgradeRun::work)
        .toList();
  }

  private static String work(PendingActivityInfo activity) {
    return activity.getActivityType().getName()
        + ", attempt "
        + activity.getAttempt()
        + ": "
        + activity.getHeartbeatDetails().getPayloadsList().stream()
            .map(payload -> payload.getData().toStringUtf8())
            .toList()
        + (activity.hasLastFailure() ? ", before: " + activity.getLastFailure().getMessage() : "");
  }

  /** The event history as JSON, as the temporal program exports it. */
  public String history() {
    return client.fetchHistory(workflowId()).toJson(true);
  }

  /** The open gate, if there is one. */
  public static Optional<Question> openGate(UpgradeStatus status) {
    return status.questions().stream()
        .filter(question -> question.kind() == QuestionKind.GATE && !question.expired())
        .findFirst();
  }

  /** The blocked step, if there is one. */
  public static Optional<Question> blockedStep(UpgradeStatus status) {
    return status.questions().stream()
        .filter(question -> question.kind() == QuestionKind.BLOCKED)
        .findFirst();
  }

  private static UpgradeReport reportOf(WorkflowFailedException failure) {
    if (failure.getCause() instanceof ApplicationFailure application
        && application.getDetails().getSize() > 0) {
      return application.getDetails().get(UpgradeReport.class);
    }
    if (failure.getCause() instanceof CanceledFailure canceled
        && canceled.getDetails().getSize() > 0) {
      return canceled.getDetails().get(UpgradeReport.class);
    }
    throw new IllegalStateException(
        "the run ended without a report: " + failure.getCause(), failure);
  }
}
