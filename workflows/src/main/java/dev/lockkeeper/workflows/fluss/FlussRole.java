package dev.lockkeeper.workflows.fluss;

import java.util.Arrays;

/** The servers of a Fluss cluster. */
public enum FlussRole {
  TABLET_SERVER("tablet-server", "server.tablet.TabletServer"),
  COORDINATOR_SERVER("coordinator-server", "server.coordinator.CoordinatorServer");

  private final String word;
  private final String mainClass;

  FlussRole(String word, String mainClass) {
    this.word = word;
    this.mainClass = mainClass;
  }

  /**
   * The word in requests; also the vendor's name of the daemon and, with {@code .sh}, of its
   * control script.
   */
  public String word() {
    return word;
  }

  /**
   * End of the server's main class; its package is com.alibaba.fluss up to 0.7 and org.apache.fluss
   * from 0.8 on.
   */
  public String mainClass() {
    return mainClass;
  }

  /** The role that a request's word means. */
  public static FlussRole of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Fluss has no role " + word));
  }
}
