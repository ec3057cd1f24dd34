package dev.lockkeeper.lab.bench;

import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.workflows.model.Release;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What a {@link StagingRun} does on a node. */
@ActivityInterface
public interface StagingNode {
  /** Brings a release's archive, and tells where it lies. */
  @ActivityMethod(name = "BenchBring")
  String bring(SshTarget node, Release release);
}
