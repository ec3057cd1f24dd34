package dev.lockkeeper.lab.host;

/**
 * Something the lab needs is missing or did not work; the message says what, where and what to do.
 */
public final class LabException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what, where and what to do
   */
  public LabException(String message) {
    super(message);
  }

  /**
   * @param message what, where and what to do
   * @param cause what was thrown
   */
  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
