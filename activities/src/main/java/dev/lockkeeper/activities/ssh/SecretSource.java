package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a secret is kept. The secret itself is read only when a connection is made. */
public sealed interface SecretSource {

  /** A file that holds nothing but the secret; one line break at its end is ignored. */
  record FromFile(Path file) implements SecretSource {}

  /** A variable of the worker's environment. */
  record FromEnvironment(String variable) implements SecretSource {}

  /**
   * Reads the secret.
   *
   * @throws IOException when it is not there; the message names the place, never the value
   */
  default String read() throws IOException {
    if (this instanceof FromFile source) {
      try {
        return withoutLineBreak(Files.readString(source.file()));
      } catch (IOException unreadable) {
        throw new IOException(
            "the file " + source.file() + " cannot be read (" + unreadable + ")", unreadable);
      }
    }
    String variable = ((FromEnvironment) this).variable();
    String value = System.getenv(variable);
    if (value == null) {
      throw new IOException("the environment variable " + variable + " is not set");
    }
    return value;
  }

  private static String withoutLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
