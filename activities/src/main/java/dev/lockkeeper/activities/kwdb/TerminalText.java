package dev.lockkeeper.activities.kwdb;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What a program wrote for a terminal, as plain lines. */
final class TerminalText {
  /** Colours and cursor movements (CSI), and titles (OSC). */
  private static final Pattern ESCAPE =
      Pattern.compile("\u001B(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?)");

  private static final Pattern BREAK = Pattern.compile("\r\n|\r|\n");

  private TerminalText() {}

  /**
   * The lines without colours and blank ends. Each state of a progress bar, which a carriage return
   * overwrites on a terminal, is a line.
   */
  static List<String> lines(String raw) {
    return Arrays.stream(BREAK.split(ESCAPE.matcher(raw).replaceAll("")))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
