package dev.lockkeeper.activities.ssh;

import java.nio.file.Path;
import java.util.List;

/**
 * How to log in to a group of nodes. Requests name a profile; only the worker knows what is in it.
 *
 * @param name what requests call it
 * @param user login name on the node
 * @param knownHosts file with the host keys to accept, in OpenSSH's known_hosts format
 * @param authentication how to prove who we are
 * @param jumpHosts servers to go through, the first being the one this machine reaches directly
 */
public record CredentialProfile(
    String name,
    String user,
    Path knownHosts,
    Authentication authentication,
    List<JumpHost> jumpHosts) {
  public CredentialProfile {
    if (name.isBlank() || user.isBlank()) {
      throw new IllegalArgumentException(
          "A credential profile needs a name and a user; got name '"
              + name
              + "', user '"
              + user
              + "'");
    }
    jumpHosts = List.copyOf(jumpHosts);
  }
}
