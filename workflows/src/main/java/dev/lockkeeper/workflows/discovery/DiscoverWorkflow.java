package dev.lockkeeper.workflows.discovery;

import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.runbook.Patience;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** The workflow: one look. */
public final class DiscoverWorkflow implements Discover {
  @Override
  public Discovered run(@Nullable Discovery discovery) {
    if (discovery == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the input is missing: give one JSON object with product, cluster and credentials",
          FailureReason.INVALID.name());
    }
    ClusterDiscovery cluster =
        Workflow.newActivityStub(
            ClusterDiscovery.class,
            Patience.PROBE.options(
                "Look what the " + discovery.product() + " cluster consists of"));
    try {
      return cluster.discover(discovery);
    } catch (ActivityFailure e) {
      if (e.getCause() instanceof ApplicationFailure cause) {
        throw ApplicationFailure.newNonRetryableFailure(
            cause.getOriginalMessage(), cause.getType());
      }
      throw e;
    }
  }
}
