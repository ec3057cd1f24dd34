package dev.lockkeeper.starter.pom;

import java.util.List;

/**
 * What becomes of one pom.
 *
 * @param file as it was named
 * @param versions that are set, whether they change or not
 * @param difference as {@code diff -u} writes it; empty if the pom says it all already
 */
public record PomChange(String file, List<SetVersion> versions, List<String> difference) {
  /**
   * One version that is set.
   *
   * @param subject such as {@code openmldb-jdbc} or {@code property openmldb.version}
   * @param line counted from 1
   */
  public record SetVersion(String subject, int line, String from, String to) {}

  public boolean changed() {
    return !difference.isEmpty();
  }
}
