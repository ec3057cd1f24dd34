package dev.lockkeeper.workflows.model;

/**
 * Names one run of a job on a node. A retry by Temporal has the same name and so finds the same
 * job; only a human's retry makes a new attempt.
 *
 * @param upgrade first run id of the workflow's chain
 */
public record JobName(String cluster, String upgrade, String step, String node, int attempt) {
  /** The job's directory below {@code ~/.lockkeeper/jobs}. */
  public String directory() {
    return cluster + "/" + upgrade + "/" + node + "." + step + "." + attempt;
  }
}
