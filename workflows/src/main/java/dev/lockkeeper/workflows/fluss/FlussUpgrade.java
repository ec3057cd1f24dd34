package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.UpgradeReport;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Upgrades one Apache Fluss cluster. What can be said to a run is in {@link
 * dev.lockkeeper.workflows.runbook.Operator}.
 */
@WorkflowInterface
public interface FlussUpgrade {
  /** The workflow type that operators write. */
  String TYPE = "FlussUpgrade";

  /**
   * Runs the upgrade.
   *
   * @return the report, only if every node was seen on the target release and healthy
   */
  @WorkflowMethod(name = TYPE)
  UpgradeReport run(@Nullable FlussRequest request);
}
