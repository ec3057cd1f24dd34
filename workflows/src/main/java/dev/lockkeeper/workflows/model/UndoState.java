package dev.lockkeeper.workflows.model;

/** What has become of an entry of the undo ledger. */
public enum UndoState {
  /** Not yet put back. */
  OPEN,
  /** Put back, and seen to be so. */
  UNDONE,
  /** A person said to leave it. */
  LEFT
}
