package dev.lockkeeper.workflows.model;

/** Where a run stands. */
public enum UpgradeState {
  PLANNING,
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
