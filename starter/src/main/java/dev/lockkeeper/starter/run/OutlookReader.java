package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.grpc.Status;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads from histories what is left of a run and how long its nodes were down. A history is only
 * fetched again when the run says something new, so that it can be asked every second.
 */
final class OutlookReader {
  /** More runs of one cluster are not looked through for the last that was completed. */
  private static final int RUNS = 20;

  private final WorkflowClient client;
  private final Histories histories;
  private final Replay replay;
  private @Nullable UpgradeStatus lastStatus;
  private @Nullable Outlook last;
  private @Nullable Recollection remembered;
  private @Nullable Optional<NodeWork> earlier;

  OutlookReader(WorkflowClient client) {
    this.client = client;
    this.histories = new Histories(client);
    this.replay = new Replay(client);
  }

  /** Of a run that answers. */
  Outlook of(RunFacts facts, UpgradeStatus status) {
    remembered = null;
    Outlook known = last;
    if (known == null || !status.equals(lastStatus)) {
      List<Ran> commands = commands(facts.workflowId(), facts.runId());
      known = outlook(facts, status.nodes(), commands, NodeWork.underWay(status.nodes(), commands));
      last = known;
      lastStatus = status;
    }
    return known;
  }

  /** Of a run that does not; empty if its history tells nothing. */
  Optional<Remembered> remembered(RunFacts facts) {
    if (remembered == null) {
      remembered = replay.recall(histories.chain(facts.workflowId(), facts.runId()));
    }
    Recollection told = remembered;
    if (told.last() == null || told.problem() != null || told.moments().isEmpty()) {
      return Optional.empty();
    }
    UpgradeReport report = clean(told.last(), UpgradeReport.class);
    List<Question> questions =
        List.of(
            clean(
                told.moments().get(told.moments().size() - 1).questions().toArray(Question[]::new),
                Question[].class));
    // What was begun may stand still: no worker answers.
    Outlook outlook = outlook(facts, report.nodes(), told.commands(), Map.of());
    return Optional.of(new Remembered(report, questions, outlook));
  }

  private static <T> T clean(T told, Class<T> type) {
    return Printable.read(Json.mapper().valueToTree(told), type);
  }

  private Outlook outlook(
      RunFacts facts, List<NodeStatus> nodes, List<Ran> commands, Map<String, Instant> begun) {
    Map<String, Duration> work = NodeWork.of(nodes, commands);
    return new Outlook(
        TimeInState.of(nodes, commands),
        Estimate.of(nodes, work, begun, earlier(facts).orElse(null)));
  }

  private List<Ran> commands(String workflowId, String runId) {
    return histories.chain(workflowId, runId).stream()
        .map(WorkflowExecutionHistory::getEvents)
        .flatMap(events -> RanReader.read(events).stream())
        .toList();
  }

  /** The cluster's last upgrade that was completed. */
  private Optional<NodeWork> earlier(RunFacts facts) {
    if (earlier == null) {
      earlier = readEarlier(facts.workflowId());
    }
    return Objects.requireNonNull(earlier);
  }

  private Optional<NodeWork> readEarlier(String workflowId) {
    String query = "WorkflowId = '" + workflowId + "' AND ExecutionStatus = 'Completed'";
    Optional<WorkflowExecutionMetadata> run;
    try (var executions = client.listExecutions(query)) {
      run =
          executions
              .limit(RUNS)
              .filter(each -> each.getCloseTime() != null)
              .max(Comparator.comparing(WorkflowExecutionMetadata::getCloseTime));
    } catch (RuntimeException e) {
      if (Explanation.has(e, Status.Code.UNIMPLEMENTED)) {
        // The in-memory test server keeps no list, and nothing beyond a run.
        return Optional.empty();
      }
      throw e;
    }
    try {
      return run.map(this::work);
    } catch (CommandProblem | IllegalArgumentException | DataConverterException e) {
      // Its report was written by a release that this one cannot read, which must not hide the run.
      return Optional.empty();
    }
  }

  private NodeWork work(WorkflowExecutionMetadata run) {
    String id = run.getExecution().getWorkflowId();
    String runId = run.getExecution().getRunId();
    WorkflowTargetOptions target =
        WorkflowTargetOptions.newBuilder().setWorkflowExecution(run.getExecution()).build();
    JsonNode result = client.newUntypedWorkflowStub(target).getResult(JsonNode.class);
    List<NodeStatus> nodes = Printable.read(result, UpgradeReport.class).nodes();
    return new NodeWork(nodes, NodeWork.of(nodes, commands(id, runId)), run.getCloseTime());
  }
}
