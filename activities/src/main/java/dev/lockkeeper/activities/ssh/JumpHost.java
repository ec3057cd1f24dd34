package dev.lockkeeper.activities.ssh;

/**
 * An SSH server on the way to a node.
 *
 * @param host name or address, as the server before it (or this machine, for the first) resolves it
 * @param port TCP port of its SSH server
 * @param credentials name of the profile to log in to it with; that profile's own jump hosts are
 *     not followed
 */
public record JumpHost(String host, int port, String credentials) {
  public JumpHost {
    new SshTarget(host, port, credentials);
  }
}
