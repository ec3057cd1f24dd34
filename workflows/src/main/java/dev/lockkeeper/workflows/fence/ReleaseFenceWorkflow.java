package dev.lockkeeper.workflows.fence;

import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.NodeFences;
import dev.lockkeeper.workflows.runbook.Patience;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workflow: looks, refuses, frees. */
public final class ReleaseFenceWorkflow implements ReleaseFence {
  @Override
  public ReleaseResult run(@Nullable ReleaseRequest request) {
    if (request == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the input is missing: give one JSON object with cluster, credentials, nodes and by",
          FailureReason.INVALID.name());
    }
    String cluster = request.nodes().cluster();
    List<Target> targets = request.nodes().targets();
    String run = request.run();
    List<FenceSight> before =
        nodes(Patience.PROBE, "Look at the fences of " + cluster).look(cluster, targets);
    if (run == null) {
      return new ReleaseResult(cluster, null, before, List.of());
    }
    List<String> objections = ReleaseRules.objections(cluster, run, before);
    if (!objections.isEmpty()) {
      throw ApplicationFailure.newNonRetryableFailure(
          "nothing was freed:\n- " + String.join("\n- ", objections), FailureReason.REFUSED.name());
    }
    List<FenceSight> after =
        nodes(
                Patience.LONG,
                "Free the nodes of " + cluster + " from run " + run + ", says " + request.by())
            .release(cluster, run, targets);
    return new ReleaseResult(cluster, run, before, after);
  }

  private static NodeFences nodes(Patience patience, String summary) {
    return Workflow.newActivityStub(NodeFences.class, patience.options(summary));
  }
}
