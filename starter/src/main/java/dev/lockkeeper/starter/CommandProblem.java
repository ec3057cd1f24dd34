package dev.lockkeeper.starter;

import org.jspecify.annotations.Nullable;

/** Ends a command with a sentence for the operator and an exit code. */
public final class CommandProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ExitCode exit;

  public CommandProblem(ExitCode exit, String message) {
    this(exit, message, null);
  }

  /**
   * @param cause shown only when the operator asks for more
   */
  public CommandProblem(ExitCode exit, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  public ExitCode exit() {
    return exit;
  }
}
