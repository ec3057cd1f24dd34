package dev.lockkeeper.starter.pom;

/**
 * Why a pom cannot be changed.
 *
 * @param file as it was named
 * @param line counted from 1
 */
public record PomMistake(String file, int line, String message) {
  /** As editors and terminals make it a link. */
  @Override
  public String toString() {
    return file + ":" + line + " " + message;
  }
}
