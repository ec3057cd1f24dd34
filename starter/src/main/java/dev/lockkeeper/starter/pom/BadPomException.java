package dev.lockkeeper.starter.pom;

/** A file that is no pom. */
final class BadPomException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient PomMistake mistake;

  BadPomException(String file, int line, String message) {
    super(message);
    this.mistake = new PomMistake(file, line, message);
  }

  PomMistake mistake() {
    return mistake;
  }
}
