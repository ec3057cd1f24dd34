package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import org.jspecify.annotations.Nullable;

/** One way to the cluster for the length of an activity, until it fails; then another is sought. */
final class Access {
  private final Nodes connections;
  private final OpenMldbView view;
  private @Nullable NsAccess found;

  Access(Nodes connections, OpenMldbView view) {
    this.connections = connections;
    this.view = view;
  }

  OpenMldbView view() {
    return view;
  }

  NsAccess open() throws SshFailure, StepFailed, InterruptedException {
    NsAccess access = found;
    if (access == null) {
      access = NsAccess.open(connections, view);
      found = access;
    }
    return access;
  }

  /** The next {@link #open()} looks for a node again. */
  void forget() {
    found = null;
  }
}
