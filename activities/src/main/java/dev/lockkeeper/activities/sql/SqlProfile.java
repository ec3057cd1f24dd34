package dev.lockkeeper.activities.sql;

import dev.lockkeeper.activities.ssh.SecretSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to log in to a database. Requests name a profile; only the worker knows what is in it. Holds
 * places, never secrets.
 *
 * @param name what requests call it
 * @param user the database user
 * @param password where the password is kept; null when a certificate is enough or none is wanted
 * @param certificates null for an insecure installation
 */
public record SqlProfile(
    String name,
    String user,
    @Nullable SecretSource password,
    @Nullable Certificates certificates) {
  public SqlProfile {
    if (name.isBlank() || user.isBlank()) {
      throw new IllegalArgumentException(
          "A SQL credential profile needs a name and a user; got name '"
              + name
              + "', user '"
              + user
              + "'");
    }
  }

  /**
   * Files for TLS.
   *
   * @param root certificate of the authority that signed the servers' (PEM)
   * @param certificate the user's (PEM); null if it logs in with a password
   * @param key the user's private key, PKCS 8 in DER form ({@code .pk8}); null as above
   */
  public record Certificates(Path root, @Nullable Path certificate, @Nullable Path key) {}
}
