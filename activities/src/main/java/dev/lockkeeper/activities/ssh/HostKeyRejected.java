package dev.lockkeeper.activities.ssh;

/**
 * The node shows a host key that known_hosts does not vouch for, or contradicts, or revokes; or
 * known_hosts itself cannot be relied on. Needs a person: never retried.
 */
public final class HostKeyRejected extends SshFailure {
  HostKeyRejected(String message) {
    super(message, null, false);
  }
}
