package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.Target;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/**
 * The fences that keep two runs from working on one cluster, and the traces that runs leave on
 * nodes. Each method works on all nodes at once and answers for each, in their order; what goes
 * wrong on a node is an answer, not a failure. All may be called again at any time.
 */
@ActivityInterface
public interface NodeFences {
  /**
   * Puts the claim's fence on every node, or on none: when one node cannot be fenced, those fenced
   * just now are freed again.
   *
   * @return what stands on each node now; all of it was taken if every holder is of the claim's run
   */
  @ActivityMethod(name = "TakeFences")
  List<FenceSight> take(FenceClaim claim, List<Target> nodes);

  /** Removes the fences of one run, and no others. Answers what stands there afterwards. */
  @ActivityMethod(name = "ReleaseFences")
  List<FenceSight> release(String cluster, String run, List<Target> nodes);

  /** Says what stands on each node. */
  @Looks
  @ActivityMethod(name = "LookAtFences")
  List<FenceSight> look(String cluster, List<Target> nodes);

  /**
   * Removes the directories of ended jobs of the cluster's runs, except those of one run.
   *
   * @return what could not be removed and why, as sentences; empty if all is well
   */
  @ActivityMethod(name = "RemoveOldJobs")
  List<String> removeOldJobs(String cluster, String keptRun, List<Target> nodes);
}
