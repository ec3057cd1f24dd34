package dev.lockkeeper.workflows.databend;

/** How the nodes of one role are brought to another release. */
public enum RollManner {
  /** One after the other; the others go on working. */
  ONE_BY_ONE,
  /** All are stopped and then all are started: the two releases must not run side by side. */
  ALL_TOGETHER
}
