package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import dev.lockkeeper.workflows.openmldb.ReleaseFacts;
import dev.lockkeeper.workflows.openmldb.ServerInspection;

/** Looks at one node. */
final class NodeLook {
  private final SshConnection connection;
  private final Target target;
  private final OpenMldbRole role;

  NodeLook(SshConnection connection, Target target, OpenMldbRole role) {
    this.connection = connection;
    this.target = target;
    this.role = role;
  }

  ServerInspection inspect(Release release, ReleaseFacts facts)
      throws SshFailure, StepFailed, InterruptedException {
    ServerProbe probe =
        ServerProbe.inspect(connection, target.node(), role, Inspection.stagedName(release));
    Inspection inspection = new Inspection(target.node(), role, release, facts, probe);
    String address = inspection.address();
    return inspection.judge(
        !address.isEmpty() && status(address) instanceof ServerStatus.Running running
            ? running.version()
            : null);
  }

  /** Which program really runs there. */
  ServerStatus status(String address) throws SshFailure, InterruptedException {
    return role == OpenMldbRole.TASKMANAGER
        ? TaskManagerVersion.read(connection, address)
        : StatusPage.read(connection, address);
  }
}
