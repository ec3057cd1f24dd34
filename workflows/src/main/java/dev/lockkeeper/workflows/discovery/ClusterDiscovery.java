package dev.lockkeeper.workflows.discovery;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Looks at clusters of which little is known yet. */
@ActivityInterface
public interface ClusterDiscovery {
  /**
   * Finds everything that a request has to hold, or fails: half a cluster is no answer.
   *
   * @throws io.temporal.failure.ApplicationFailure with what was asked, where, and what to do
   */
  @ActivityMethod(name = "DiscoverCluster")
  Discovered discover(Discovery discovery);
}
