package dev.lockkeeper.workflows;

import dev.lockkeeper.workflows.databend.DatabendUpgradeWorkflow;
import dev.lockkeeper.workflows.discovery.DiscoverWorkflow;
import dev.lockkeeper.workflows.fence.ReleaseFenceWorkflow;
import dev.lockkeeper.workflows.fluss.FlussUpgradeWorkflow;
import dev.lockkeeper.workflows.kwdb.KwdbUpgradeWorkflow;
import dev.lockkeeper.workflows.openmldb.OpenMldbUpgradeWorkflow;
import dev.lockkeeper.workflows.recover.RecoverWorkflow;
import io.temporal.common.converter.DataConverterException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;

/** All workflows, registered the same way by the worker and by tests. */
public final class UpgradeWorkflows {
  /** The task queue that operators write. */
  public static final String TASK_QUEUE = "lockkeeper";

  private UpgradeWorkflows() {}

  /**
   * Registers every workflow. An input that cannot be read fails its run at once; by default the
   * run would hang.
   */
  public static void register(Worker worker) {
    WorkflowImplementationOptions options =
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(DataConverterException.class)
            .build();
    worker.registerWorkflowImplementationTypes(
        options,
        DatabendUpgradeWorkflow.class,
        DiscoverWorkflow.class,
        FlussUpgradeWorkflow.class,
        KwdbUpgradeWorkflow.class,
        OpenMldbUpgradeWorkflow.class,
        RecoverWorkflow.class,
        ReleaseFenceWorkflow.class);
  }
}
