package dev.lockkeeper.activities.ssh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended. A status other than 0 is a result, not an {@link SshFailure}.
 *
 * @param status exit status; -1 when a signal killed it
 * @param signal name of the signal that killed it, such as KILL; else null
 * @param output standard output, as UTF-8; head and tail if it was longer than the command's limit
 * @param errors standard error, likewise
 * @param truncated whether something is missing in the middle of {@code output} or {@code errors}
 * @param took time from sending the command to its end, as seen from here
 */
public record CommandResult(
    int status,
    @Nullable String signal,
    String output,
    String errors,
    boolean truncated,
    Duration took) {

  /** Whether it ended by itself with status 0. */
  public boolean succeeded() {
    return status == 0 && signal == null;
  }

  /** "exit status 3" or "killed by signal KILL". */
  public String ending() {
    return signal == null ? "exit status " + status : "killed by signal " + signal;
  }
}
