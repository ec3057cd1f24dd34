package dev.lockkeeper.workflows.databend;

/** The two daemons of a Databend cluster. */
public enum DatabendRole {
  QUERY("query"),
  META("meta");

  private final String word;

  DatabendRole(String word) {
    this.word = word;
  }

  /** The word in requests. */
  public String word() {
    return word;
  }

  /** The name of the vendor's program. */
  public String program() {
    return "databend-" + word;
  }
}
