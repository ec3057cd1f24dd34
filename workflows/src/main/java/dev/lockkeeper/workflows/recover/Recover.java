package dev.lockkeeper.workflows.recover;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from a cluster's nodes alone what an upgrade has left half done there, and says what a
 * person should do. It is for when Temporal's database is lost, and with it the run. Changes
 * nothing.
 */
@WorkflowInterface
public interface Recover {
  /** The workflow type that operators write. */
  String TYPE = "Recover";

  @WorkflowMethod(name = TYPE)
  RecoverResult run(@Nullable RecoverRequest request);
}
