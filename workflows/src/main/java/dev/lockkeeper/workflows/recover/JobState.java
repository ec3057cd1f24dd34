package dev.lockkeeper.workflows.recover;

/** How far a job came, as its directory on the node tells. */
public enum JobState {
  /** Its directory is there; it was never started. */
  PREPARED,
  RUNNING,
  /** It has left an exit status. */
  ENDED,
  /** It was started, its process is gone, and it has left no exit status. */
  LOST
}
