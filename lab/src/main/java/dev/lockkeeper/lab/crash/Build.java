package dev.lockkeeper.lab.crash;

/**
 * Which build of Lockkeeper runs: the real one, or one that is broken so that the crash run has
 * something to find.
 */
public enum Build {
  SOUND,
  /** Runs a job anew when the worker that had it was lost, instead of following it. */
  RERUNS_JOBS,
  /** Says that a temporary setting was put back, and does not do it. */
  SKIPS_UNDO
}
