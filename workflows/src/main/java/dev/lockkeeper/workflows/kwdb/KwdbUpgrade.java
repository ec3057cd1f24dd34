package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.runbook.Carried;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Upgrades one KWDB cluster. What can be said to a run is in {@link
 * dev.lockkeeper.workflows.runbook.Operator}.
 */
@WorkflowInterface
public interface KwdbUpgrade {
  /** The workflow type that operators write. */
  String TYPE = "KwdbUpgrade";

  /**
   * Runs the upgrade.
   *
   * @param carried from the run before, when a long upgrade is continued; operators never give it
   * @return the report, only if every node was seen on the target release and healthy
   */
  @WorkflowMethod(name = TYPE)
  UpgradeReport run(@Nullable KwdbRequest request, @Nullable Carried carried);
}
