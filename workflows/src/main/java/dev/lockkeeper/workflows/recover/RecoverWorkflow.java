package dev.lockkeeper.workflows.recover;

import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.runbook.Patience;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workflow: looks and judges. */
public final class RecoverWorkflow implements Recover {
  @Override
  public RecoverResult run(@Nullable RecoverRequest request) {
    if (request == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the input is missing: give one JSON object with cluster, credentials and nodes",
          FailureReason.INVALID.name());
    }
    String cluster = request.nodes().cluster();
    NodeTraces nodes =
        Workflow.newActivityStub(
            NodeTraces.class, Patience.PROBE.options("Look what upgrades of " + cluster + " left"));
    List<NodeTrace> traces = nodes.look(cluster, request.nodes().targets());
    List<Finding> findings = RecoverRules.findings(traces);
    return new RecoverResult(cluster, traces, findings, RecoverAdvice.next(findings));
  }
}
