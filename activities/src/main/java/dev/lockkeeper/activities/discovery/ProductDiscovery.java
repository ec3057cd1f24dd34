package dev.lockkeeper.activities.discovery;

import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.Discovery;

/** How the servers of one product's clusters are found. */
@FunctionalInterface
public interface ProductDiscovery {
  /**
   * Finds all servers, and changes nothing.
   *
   * @throws StepFailed when the cluster cannot be found as a whole: what, where, what to do
   */
  Discovered discover(Discovery discovery, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException;
}
