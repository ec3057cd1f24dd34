package dev.lockkeeper.activities.ssh;

import org.jspecify.annotations.Nullable;

/** Something over SSH did not work. The message says what, where, and what to do; no secrets. */
public abstract sealed class SshFailure extends Exception
    permits AuthenticationRefused,
        BadCredentials,
        CommandTimedOut,
        HostKeyRejected,
        TransferFailed,
        Unreachable {
  private final boolean retryable;

  SshFailure(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  public boolean retryable() {
    return retryable;
  }
}
