package dev.lockkeeper.lab.host;

import java.util.List;

/**
 * How a command ended.
 *
 * @param command the program and its arguments
 * @param exitStatus its exit status; 128 and more after a signal
 * @param output what it wrote to standard output
 * @param error what it wrote to standard error
 */
public record CommandResult(List<String> command, int exitStatus, String output, String error) {

  /** Keeps an unmodifiable copy of the command. */
  public CommandResult {
    command = List.copyOf(command);
  }

  /** Whether the exit status is 0. */
  public boolean succeeded() {
    return exitStatus == 0;
  }

  /**
   * This result, if the command succeeded.
   *
   * @throws LabException with the command and its standard error, if it failed
   */
  public CommandResult orThrow() {
    if (!succeeded()) {
      throw new LabException(
          "Command failed with exit status %d: %s%n%s"
              .formatted(exitStatus, String.join(" ", command), (error + output).strip()));
    }
    return this;
  }
}
