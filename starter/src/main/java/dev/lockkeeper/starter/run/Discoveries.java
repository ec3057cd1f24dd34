package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.run.Errands.Errand;
import dev.lockkeeper.starter.run.Errands.Excuses;
import dev.lockkeeper.workflows.discovery.Discover;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.Discovery;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/** What a worker finds out about clusters. */
public final class Discoveries {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Errands errands;

  Discoveries(WorkflowClient client, String queue, String place) {
    this.errands = new Errands(client, queue, place);
  }

  /**
   * Has a cluster looked at.
   *
   * @param cluster its name
   * @param discovery as {@link Discovery} reads it
   * @throws CommandProblem when it was not found as a whole, or nobody looks
   */
  public Discovered find(String cluster, JsonNode discovery) {
    return errands.run(
        new Errand(
            Discover.TYPE,
            Discovery.workflowId(cluster),
            "Look what " + cluster + " consists of, for its first file",
            LIMIT),
        discovery,
        Discovered.class,
        new Excuses(
            "Somebody has " + cluster + " looked at",
            "and only a worker reaches the cluster",
            Discoveries::failed));
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
