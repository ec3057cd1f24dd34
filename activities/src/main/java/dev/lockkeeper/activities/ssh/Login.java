package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;

/** Resolves the secrets of a profile and logs in with them. */
final class Login {
  private final CredentialProfile profile;
  private final @Nullable KeyProvider key;
  private final char @Nullable [] password;

  private Login(CredentialProfile profile, @Nullable KeyProvider key, char @Nullable [] password) {
    this.profile = profile;
    this.key = key;
    this.password = password;
  }

  /** Resolves the secrets, before anything is sent to a server. */
  static Login prepare(SSHClient client, CredentialProfile profile) throws BadCredentials {
    Authentication authentication = profile.authentication();
    if (authentication instanceof Authentication.Password source) {
      String secret = secret(profile, "password", source.source());
      return new Login(profile, null, secret.toCharArray());
    }
    if (authentication instanceof Authentication.KeyFile source) {
      if (!Files.isReadable(source.file())) {
        String why = Files.exists(source.file()) ? "cannot be read" : "does not exist";
        throw bad(profile, "its key file " + source.file() + " " + why, null);
      }
      return new Login(profile, keyFrom(client, profile, source), null);
    }
    return new Login(
        profile, keyFrom(client, profile, (Authentication.KeyInEnvironment) authentication), null);
  }

  private static KeyProvider keyFrom(
      SSHClient client, CredentialProfile profile, Authentication.KeyFile source)
      throws BadCredentials {
    Path file = source.file();
    return opened(
        profile,
        "key file " + file,
        source.passphrase(),
        passphrase -> client.loadKeys(file.toString(), passphrase));
  }

  private static KeyProvider keyFrom(
      SSHClient client, CredentialProfile profile, Authentication.KeyInEnvironment source)
      throws BadCredentials {
    String text =
        secret(profile, "private key", new SecretSource.FromEnvironment(source.variable()));
    return opened(
        profile,
        "key in the environment variable " + source.variable(),
        source.passphrase(),
        passphrase -> client.loadKeys(text, null, passphrase));
  }

  private interface KeyLoader {
    KeyProvider load(PasswordFinder passphrase) throws IOException;
  }

  private static KeyProvider opened(
      CredentialProfile profile, String what, @Nullable SecretSource source, KeyLoader loader)
      throws BadCredentials {
    Passphrase passphrase =
        new Passphrase(source == null ? null : secret(profile, "passphrase", source));
    try {
      KeyProvider key = loader.load(passphrase);
      key.getPrivate();
      key.getPublic();
      return key;
    } catch (IOException | SSHRuntimeException | IllegalStateException unusable) {
      if (!passphrase.asked) {
        throw bad(
            profile,
            "its " + what + " is not a private key that can be read: " + unusable.getMessage(),
            unusable);
      }
      throw bad(
          profile,
          source == null
              ? "its " + what + " is encrypted; name the source of its passphrase in the profile"
              : "its " + what + " does not open with the passphrase given",
          unusable);
    }
  }

  /** Hands out a passphrase and remembers whether it was needed. */
  private static final class Passphrase implements PasswordFinder {
    private final String text;
    private boolean asked;

    Passphrase(@Nullable String text) {
      this.text = text == null ? "" : text;
    }

    @Override
    public char[] reqPassword(Resource<?> resource) {
      asked = true;
      return text.toCharArray();
    }

    @Override
    public boolean shouldRetry(Resource<?> resource) {
      return false;
    }
  }

  private static String secret(CredentialProfile profile, String what, SecretSource source)
      throws BadCredentials {
    try {
      return source.read();
    } catch (IOException missing) {
      throw bad(profile, "its " + what + " is missing: " + missing.getMessage(), missing);
    }
  }

  private static BadCredentials bad(
      CredentialProfile profile, String why, @Nullable Exception cause) {
    return new BadCredentials(
        "The SSH credential profile '" + profile.name() + "' cannot be used: " + why, cause);
  }

  /**
   * Logs in.
   *
   * @throws AuthenticationRefused when the server says no
   * @throws IOException when the connection is lost meanwhile
   */
  void authenticate(SSHClient client, String address) throws AuthenticationRefused, IOException {
    try {
      if (key != null) {
        client.authPublickey(profile.user(), key);
      } else if (password != null) {
        client.authPassword(profile.user(), password);
      }
    } catch (UserAuthException failure) {
      if (Causes.contains(failure, TransportException.class)
          || Causes.contains(failure, java.util.concurrent.TimeoutException.class)
          || Causes.contains(failure, InterruptedException.class)) {
        throw failure;
      }
      throw new AuthenticationRefused(
          "%s refuses the user '%s' with the %s of the credential profile '%s'; it accepts: %s. Check the user and, on the node, %s."
              .formatted(
                  address,
                  profile.user(),
                  key != null ? "key" : "password",
                  profile.name(),
                  String.join(", ", client.getUserAuth().getAllowedMethods()),
                  key != null ? "~/.ssh/authorized_keys and its permissions" : "the account"),
          failure);
    }
  }
}
