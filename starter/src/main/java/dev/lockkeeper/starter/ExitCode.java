package dev.lockkeeper.starter;

/** How a command ends. The numbers are part of the command line's contract. */
public enum ExitCode {
  OK(0),
  /** The run that was followed did not reach its target, or the doctor found something. */
  NOT_REACHED(1),
  BAD_INPUT(2),
  REFUSED(3),
  NO_TEMPORAL(4),
  UNEXPECTED(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
