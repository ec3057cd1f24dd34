package dev.lockkeeper.activities.ssh;

/**
 * A command did not end in its time. It was told to stop, then killed; what it had done by then
 * stays done, so look before running it again.
 */
public final class CommandTimedOut extends SshFailure {
  private final String output;
  private final String errors;

  CommandTimedOut(String message, String output, String errors) {
    super(message, null, false);
    this.output = output;
    this.errors = errors;
  }

  /** What the command had written to its standard output until then, bounded like a result's. */
  public String output() {
    return output;
  }

  /** What the command had written to its standard error until then. */
  public String errors() {
    return errors;
  }
}
