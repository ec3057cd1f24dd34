package dev.lockkeeper.lab.bench;

import dev.lockkeeper.activities.release.Staging;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.workflows.model.Release;
import java.time.Duration;
import java.util.Objects;

/** With the same staging as every product. */
final class StagingNodeActivities implements StagingNode {
  private final Nodes nodes;
  private final Attendant attendant;
  private final Staging staging;

  /**
   * @param patience how long a node may be unreachable
   */
  StagingNodeActivities(Nodes nodes, Attendant attendant, Duration patience) {
    this.nodes = nodes;
    this.attendant = attendant;
    this.staging = new Staging(new Patient(patience));
  }

  @Override
  public String bring(SshTarget node, Release release) {
    return attendant.attend(
        pulse ->
            staging.bring(
                nodes.to(node), release, Objects.requireNonNull(release.archive()), pulse));
  }
}
