package dev.lockkeeper.lab.process;

/**
 * A child process could not be started, ended too early or did not become ready; the message is for
 * people.
 */
public final class ChildFailedException extends RuntimeException {
  public ChildFailedException(String message) {
    super(message);
  }

  public ChildFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
