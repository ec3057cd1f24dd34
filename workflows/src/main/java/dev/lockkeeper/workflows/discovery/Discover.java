package dev.lockkeeper.workflows.discovery;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a running cluster and says what a request for its upgrade has to hold. Nothing is
 * changed.
 */
@WorkflowInterface
public interface Discover {
  /** The workflow type that operators write. */
  String TYPE = "Discover";

  /**
   * @return what was found, complete
   * @throws io.temporal.failure.ApplicationFailure {@code INVALID} for an input or a cluster that
   *     cannot be understood; otherwise the reason of the look that failed, with what to do
   */
  @WorkflowMethod(name = TYPE)
  Discovered run(@Nullable Discovery discovery);
}
