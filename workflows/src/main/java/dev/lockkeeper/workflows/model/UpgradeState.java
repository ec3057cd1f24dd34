package dev.lockkeeper.workflows.model;

/** Where a run stands. */
public enum UpgradeState {
  PLANNING,
  /** The end of a run that only planned. */
  PLANNED,
  RUNNING,
  WAITING,
  BLOCKED,
  PAUSED,
  UNDOING,
  COMPLETED,
  REJECTED,
  ABORTED,
  FAILED
}
