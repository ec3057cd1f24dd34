package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The upgrades of a namespace. */
public final class Upgrades {
  /** A plan looks at every node, and stages nothing. */
  private static final Duration PLAN_LIMIT = Duration.ofMinutes(10);

  private final WorkflowClient client;
  private final String queue;
  private final String place;

  Upgrades(WorkflowClient client, String queue, String place) {
    this.client = client;
    this.queue = queue;
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
            .setTaskQueue(queue)
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

  /**
   * Lets the upgrade of a request be planned, and waits for it.
   *
   * @return the report of the run that planned
   * @throws CommandProblem when one is being planned already, or nobody makes the plan in time
   */
  public UpgradeReport plan(CheckedRequest request) {
    String id = UpgradeRequest.planId(request.cluster());
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(queue)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setWorkflowRunTimeout(PLAN_LIMIT)
            .setStaticSummary(
                "Plan the upgrade of " + request.cluster() + " to " + request.target())
            .build();
    try {
      WorkflowStub stub = client.newUntypedWorkflowStub(request.product().workflowType(), options);
      stub.start(request.json());
      return Printable.read(stub.getResult(JsonNode.class), UpgradeReport.class);
    } catch (WorkflowExecutionAlreadyStarted e) {
      throw new CommandProblem(
          ExitCode.REFUSED,
          "The upgrade of " + request.cluster() + " is being planned already (" + id + ")",
          e);
    } catch (WorkflowFailedException e) {
      throw new CommandProblem(
          e.getCause() instanceof TimeoutFailure ? ExitCode.NO_TEMPORAL : ExitCode.NOT_REACHED,
          "There is no plan: "
              + (e.getCause() instanceof TimeoutFailure
                  ? "no worker has made it within "
                      + PLAN_LIMIT.toMinutes()
                      + " minutes; is one running? ./lockkeeper doctor"
                  : message(e)),
          e);
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  private static String message(WorkflowFailedException e) {
    return e.getCause() instanceof ApplicationFailure failure
        ? failure.getOriginalMessage()
        : String.valueOf(e.getCause());
  }

  /**
   * A run that planned.
   *
   * @param request what it was given
   */
  public record Planned(UpgradeReport report, JsonNode request) {}

  /** The run that planned a cluster's upgrade last, if Temporal still has it. */
  public Optional<Planned> lastPlan(String cluster) {
    String id = UpgradeRequest.planId(cluster);
    try {
      JsonNode result = client.newUntypedWorkflowStub(id).getResult(JsonNode.class);
      UpgradeReport report = Printable.read(result, UpgradeReport.class);
      if (report.plan() == null) {
        return Optional.empty();
      }
      WorkflowExecutionHistory history = new Histories(client).of(id, report.runId());
      Payloads input = Histories.start(history).getInput();
      return Optional.of(
          new Planned(
              report,
              Json.converter()
                  .fromPayloads(0, Optional.of(input), JsonNode.class, JsonNode.class)));
    } catch (WorkflowNotFoundException | WorkflowFailedException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  /** How long each node was down in the cluster's last upgrade, if it has ended with a report. */
  public Map<String, Double> downSecondsBefore(String cluster) {
    Map<String, Double> seconds = new HashMap<>();
    try {
      if (run(cluster).look() instanceof Sight.Ended ended) {
        ended.report().nodes().stream()
            .filter(node -> node.downSeconds() != null)
            .forEach(node -> seconds.put(node.name(), node.downSeconds()));
      }
    } catch (CommandProblem none) {
      // There was no upgrade of it, so nothing is known.
      return Map.of();
    }
    return seconds;
  }

  /** The latest run of a cluster. */
  public Run run(String cluster) {
    return new Run(client, cluster, place);
  }

  /**
   * Those of the wanted runs that are kept, latest first.
   *
   * @param keep gives nothing for a run that is not wanted
   * @param limit how many are kept at most
   * @throws CommandProblem when the server keeps no list and no cluster is named
   */
  public <T> List<T> list(Wanted wanted, Function<RunFacts, Optional<T>> keep, int limit) {
    try {
      try {
        return list(wanted.queryByAttributes(), keep, limit);
      } catch (StatusRuntimeException | WorkflowServiceException e) {
        // So answers a namespace that was not given Lockkeeper's search attributes.
        if (Explanation.has(e, Status.Code.INVALID_ARGUMENT)) {
          return list(wanted.query(), keep, limit);
        }
        throw e;
      }
    } catch (RuntimeException e) {
      if (!Explanation.has(e, Status.Code.UNIMPLEMENTED)) {
        throw Explanation.of(e, place);
      }
      if (wanted.cluster() == null) {
        throw new CommandProblem(
            ExitCode.NO_TEMPORAL,
            "The Temporal server at "
                + place
                + " cannot do this: it keeps no list of runs, as the in-memory test server. Name a"
                + " cluster: ./lockkeeper list --cluster CLUSTER",
            e);
      }
      return only(wanted, wanted.cluster()).flatMap(keep).stream().toList();
    }
  }

  private <T> List<T> list(String query, Function<RunFacts, Optional<T>> keep, int limit) {
    try (var executions = client.listExecutions(query)) {
      return executions
          .map(Facts::of)
          .flatMap(facts -> keep.apply(facts).stream())
          .limit(limit)
          .toList();
    }
  }

  /** The latest run of a cluster, without a list. */
  private Optional<RunFacts> only(Wanted wanted, String cluster) {
    try {
      WorkflowExecutionMetadata run =
          client.newUntypedWorkflowStub(UpgradeRequest.workflowId(cluster)).describe();
      return Optional.of(run)
          .filter(seen -> wanted.workflowTypes().contains(seen.getWorkflowType()))
          .map(Facts::of)
          .filter(facts -> facts.open() || !wanted.open());
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }
}
