package dev.lockkeeper.activities.ssh;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The one place where values become part of a command line for a POSIX shell. */
public final class Quoting {
  private Quoting() {}

  /**
   * Quotes a value so that a POSIX shell takes it as exactly one argument, unchanged.
   *
   * @throws IllegalArgumentException when no command line can carry the value: it contains NUL, or
   *     a half surrogate, which UTF-8 cannot write
   */
  public static String quote(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "An argument of a command contains the character NUL, which no command line can carry");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(
          "An argument of a command contains half a surrogate pair, which UTF-8 cannot write");
    }
    return "'" + value.replace("'", "'\\''") + "'";
  }

  /** Quotes each word and joins them with spaces. */
  public static String commandLine(List<String> words) {
    return words.stream().map(Quoting::quote).collect(Collectors.joining(" "));
  }
}
