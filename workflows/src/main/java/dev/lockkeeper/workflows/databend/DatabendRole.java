package dev.lockkeeper.workflows.databend;

import java.util.Arrays;

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

  /** The role that a request's word means. */
  public static DatabendRole of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Databend has no role " + word));
  }
}
