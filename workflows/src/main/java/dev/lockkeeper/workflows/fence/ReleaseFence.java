package dev.lockkeeper.workflows.fence;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the fences on a cluster's nodes and, if a run is named, removes those of that run. It is
 * the way out when a run was terminated and so could not free its nodes itself. Whether that run is
 * over only its starter can tell: it has to look before it names one.
 */
@WorkflowInterface
public interface ReleaseFence {
  /** The workflow type that operators write. */
  String TYPE = "ReleaseFence";

  /**
   * @return what was seen before, and what was seen afterwards if a run was named
   * @throws io.temporal.failure.ApplicationFailure of type {@code REFUSED} with all reasons, when a
   *     job of the run still works on a node or a node could not be looked at; nothing was freed
   *     then
   */
  @WorkflowMethod(name = TYPE)
  ReleaseResult run(@Nullable ReleaseRequest request);
}
