package dev.lockkeeper.activities.ssh;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How to prove who we are to an SSH server. Holds places, never secrets. */
public sealed interface Authentication {

  /**
   * A private key in a file (OpenSSH, PEM or PuTTY format; Ed25519, ECDSA or RSA). A certificate
   * beside it ({@code <file>-cert.pub}) is offered as well.
   *
   * @param file the private key
   * @param passphrase where its passphrase is kept, or null when the key is not encrypted
   */
  record KeyFile(Path file, @Nullable SecretSource passphrase) implements Authentication {}

  /**
   * A private key whose whole text is in an environment variable.
   *
   * @param variable name of the variable
   * @param passphrase where its passphrase is kept, or null when the key is not encrypted
   */
  record KeyInEnvironment(String variable, @Nullable SecretSource passphrase)
      implements Authentication {}

  /** A password, also given as the answer to keyboard-interactive questions. */
  record Password(SecretSource source) implements Authentication {}
}
