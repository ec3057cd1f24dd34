package dev.lockkeeper.activities.ssh;

/**
 * A node to reach.
 *
 * @param host name or address, as it stands in known_hosts
 * @param port TCP port of the SSH server, 1 to 65535
 * @param credentials name of the {@link CredentialProfile} to log in with
 */
public record SshTarget(String host, int port, String credentials) {
  public SshTarget {
    if (host.isBlank()) {
      throw new IllegalArgumentException("An SSH target needs a host name or address");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "The SSH port of " + host + " is " + port + "; write a number from 1 to 65535");
    }
    if (credentials.isBlank()) {
      throw new IllegalArgumentException(
          "The SSH target " + host + " needs the name of a credential profile");
    }
  }

  /** Returns {@code host:port}, for messages. */
  public String address() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
