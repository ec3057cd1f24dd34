package dev.lockkeeper.workflows.kwdb;

/** What a machine of a request is. */
public enum KwdbRole {
  /** A node of the cluster that is upgraded. */
  NODE("node"),
  /** A node of the new installation that data is imported into. */
  TARGET("target");

  private final String word;

  KwdbRole(String word) {
    this.word = word;
  }

  /** The word in requests. */
  public String word() {
    return word;
  }
}
