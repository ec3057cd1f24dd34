package dev.lockkeeper.workflows.model;

/** Where a node stands. */
public enum NodeState {
  PENDING,
  STAGED,
  WAITING,
  DOWN,
  RECOVERING,
  UPGRADED,
  RESTORED,
  BLOCKED
}
