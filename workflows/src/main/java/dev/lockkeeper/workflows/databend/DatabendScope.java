package dev.lockkeeper.workflows.databend;

/** Which daemons an upgrade is for. The others stay as they are. */
public enum DatabendScope {
  ALL,
  QUERY,
  META;

  /** Whether the nodes of a role are upgraded. */
  public boolean covers(DatabendRole role) {
    return this == ALL || name().equals(role.name());
  }
}
