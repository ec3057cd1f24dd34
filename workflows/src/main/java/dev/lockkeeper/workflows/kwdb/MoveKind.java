package dev.lockkeeper.workflows.kwdb;

/** What is moved beside the tables. */
public enum MoveKind {
  /** Names and rights; the vendor exports no passwords. */
  USERS,
  /** The settings of the cluster. */
  CLUSTER_SETTINGS
}
