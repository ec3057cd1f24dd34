package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Short workflows, for whose results a person waits. */
record Errands(WorkflowClient client, String queue, String place) {
  /** A worker that is there takes the work within moments. */
  private static final Duration TAKEN_LIMIT = Duration.ofSeconds(10);

  /** Events of a history that no worker has seen yet. */
  private static final int UNSEEN = 2;

  /**
   * What is to be done.
   *
   * @param summary one line that the Temporal UI shows
   * @param limit after which it is given up
   */
  record Errand(String type, String workflowId, String summary, Duration limit) {}

  /**
   * Why it was not done.
   *
   * @param busy the beginning of the sentence when the same is being done already
   * @param untaken what follows from no worker's having taken it
   * @param failed what is said of its failure
   */
  record Excuses(
      String busy, String untaken, Function<WorkflowFailedException, CommandProblem> failed) {}

  /**
   * Has it done and waits.
   *
   * @throws CommandProblem when it was refused, or nobody does it
   */
  <T> T run(Errand errand, JsonNode input, Class<T> result, Excuses excuses) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(errand.workflowId())
            .setTaskQueue(queue)
            .setWorkflowExecutionTimeout(errand.limit())
            .setStaticSummary(errand.summary())
            .build();
    WorkflowStub stub = client.newUntypedWorkflowStub(errand.type(), options);
    try {
      stub.start(input);
      return Printable.read(result(stub, excuses), result);
    } catch (WorkflowExecutionAlreadyStarted e) {
      throw new CommandProblem(
          ExitCode.REFUSED,
          excuses.busy()
              + " already ("
              + e.getExecution().getWorkflowId()
              + "); try again when that has ended",
          e);
    } catch (WorkflowFailedException e) {
      throw excuses.failed().apply(e);
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  private static JsonNode result(WorkflowStub stub, Excuses excuses) {
    try {
      return stub.getResult(TAKEN_LIMIT.toSeconds(), TimeUnit.SECONDS, JsonNode.class);
    } catch (TimeoutException e) {
      if (stub.describe().getHistoryLength() <= UNSEEN) {
        stub.terminate("no worker has taken it");
        throw new CommandProblem(
            ExitCode.NO_TEMPORAL,
            "No worker has taken it within "
                + TAKEN_LIMIT.toSeconds()
                + " s, "
                + excuses.untaken()
                + "; is one running? ./lockkeeper doctor",
            e);
      }
      return stub.getResult(JsonNode.class);
    }
  }
}
