package dev.lockkeeper.lab.lookalike.upgrade;

import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.runbook.Carried;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** Upgrades one cluster of the look-alike. */
@WorkflowInterface
public interface LookalikeUpgrade {
  String TYPE = "LookalikeUpgrade";

  @WorkflowMethod(name = TYPE)
  UpgradeReport run(@Nullable LookalikeRequest request, @Nullable Carried carried);
}
