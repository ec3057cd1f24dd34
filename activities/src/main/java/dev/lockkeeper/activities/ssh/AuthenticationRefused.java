package dev.lockkeeper.activities.ssh;

import org.jspecify.annotations.Nullable;

/** The node was reached but refuses our user, key or password. */
public final class AuthenticationRefused extends SshFailure {
  AuthenticationRefused(String message, @Nullable Throwable cause) {
    super(message, cause, false);
  }
}
