package dev.lockkeeper.activities.ssh;

import org.jspecify.annotations.Nullable;

/**
 * A file could not be put on the node although the connection works: no permission, no space, no
 * such directory, or it arrived altered.
 */
public final class TransferFailed extends SshFailure {
  TransferFailed(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause, retryable);
  }
}
