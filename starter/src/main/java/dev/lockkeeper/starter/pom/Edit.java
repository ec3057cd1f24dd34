package dev.lockkeeper.starter.pom;

/**
 * One version that becomes another.
 *
 * @param subject such as {@code openmldb-jdbc} or {@code property openmldb.version}
 * @param to what takes its place
 */
record Edit(PomFile pom, String subject, Span from, String to) {
  int line() {
    return pom.line(from.begin());
  }
}
