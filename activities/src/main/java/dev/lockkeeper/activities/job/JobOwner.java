package dev.lockkeeper.activities.job;

import dev.lockkeeper.activities.step.ScriptResource;

/** Tells on a node whether a job still runs. */
public final class JobOwner {
  /** Shell functions: {@code runs DIRECTORY} succeeds while the job of that directory runs. */
  public static final String FUNCTIONS = ScriptResource.read(JobOwner.class, "owner.sh");

  private JobOwner() {}
}
