package dev.lockkeeper.activities.ssh;

import org.jspecify.annotations.Nullable;

/**
 * The node cannot be reached now, or the connection was lost. Whether a command that was under way
 * had an effect is unknown.
 */
public final class Unreachable extends SshFailure {
  Unreachable(String message, @Nullable Throwable cause) {
    super(message, cause, true);
  }
}
