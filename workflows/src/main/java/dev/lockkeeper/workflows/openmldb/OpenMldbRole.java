package dev.lockkeeper.workflows.openmldb;

import java.util.Arrays;

/** The servers of an OpenMLDB cluster. The words are those of the vendor's start.sh. */
public enum OpenMldbRole {
  /** Keeps the places of the tables; one leads. */
  NAMESERVER("nameserver"),
  /** Keeps the data. */
  TABLET("tablet"),
  /** Serves HTTP; keeps nothing. */
  APISERVER("apiserver"),
  /** Runs offline jobs with Spark. */
  TASKMANAGER("taskmanager");

  private final String word;

  OpenMldbRole(String word) {
    this.word = word;
  }

  /** The word in requests, and the component of start.sh. */
  public String word() {
    return word;
  }

  /** Whether a server of it is registered in ZooKeeper for as long as its session lasts. */
  public boolean registered() {
    return this == NAMESERVER || this == TABLET;
  }

  /** The role that a request's word means. */
  public static OpenMldbRole of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("OpenMLDB has no role " + word));
  }
}
