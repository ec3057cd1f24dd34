package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.workflows.discovery.Discover;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.Discovery;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a worker finds out about clusters. */
public final class Discoveries {
  /** A worker that is there takes the work within moments. */
  private static final Duration TAKEN_LIMIT = Duration.ofSeconds(10);

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Events of a history that no worker has seen yet. */
  private static final int UNSEEN = 2;

  private final WorkflowClient client;
  private final String queue;
  private final String place;

  Discoveries(WorkflowClient client, String queue, String place) {
    this.client = client;
    this.queue = queue;
    this.place = place;
  }

  /**
   * Has a cluster looked at.
   *
   * @param cluster its name
   * @param discovery as {@link Discovery} reads it
   * @throws CommandProblem when it was not found as a whole, or nobody looks
   */
  public Discovered find(String cluster, JsonNode discovery) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(Discovery.workflowId(cluster))
            .setTaskQueue(queue)
            .setWorkflowExecutionTimeout(LIMIT)
            .setStaticSummary("Look what " + cluster + " consists of, for its first file")
            .build();
    WorkflowStub stub = client.newUntypedWorkflowStub(Discover.TYPE, options);
    try {
      stub.start(discovery);
      return Printable.read(result(stub), Discovered.class);
    } catch (WorkflowExecutionAlreadyStarted e) {
      throw new CommandProblem(
          ExitCode.REFUSED,
          "Somebody has "
              + cluster
              + " looked at already ("
              + e.getExecution().getWorkflowId()
              + "); try again when that has ended",
          e);
    } catch (WorkflowFailedException e) {
      throw failed(e);
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  private static JsonNode result(WorkflowStub stub) {
    try {
      return stub.getResult(TAKEN_LIMIT.toSeconds(), TimeUnit.SECONDS, JsonNode.class);
    } catch (TimeoutException e) {
      if (stub.describe().getHistoryLength() <= UNSEEN) {
        stub.terminate("no worker has taken it");
        throw new CommandProblem(
            ExitCode.NO_TEMPORAL,
            "No worker has taken it within "
                + TAKEN_LIMIT.toSeconds()
                + " s, and only a worker reaches the cluster; is one running? ./lockkeeper doctor",
            e);
      }
      return stub.getResult(JsonNode.class);
    }
  }

  private static CommandProblem failed(WorkflowFailedException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String why =
        cause instanceof ApplicationFailure failure
            ? failure.getOriginalMessage()
            : String.valueOf(cause.getMessage());
    return new CommandProblem(
        ExitCode.NOT_REACHED, "The cluster was not found, so nothing was written: " + why, e);
  }
}
