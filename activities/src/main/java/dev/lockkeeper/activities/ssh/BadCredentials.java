package dev.lockkeeper.activities.ssh;

import org.jspecify.annotations.Nullable;

/**
 * A credential profile is unknown, or what it points to is missing, unreadable or does not open
 * with its passphrase.
 */
public final class BadCredentials extends SshFailure {
  BadCredentials(String message, @Nullable Throwable cause) {
    super(message, cause, false);
  }
}
