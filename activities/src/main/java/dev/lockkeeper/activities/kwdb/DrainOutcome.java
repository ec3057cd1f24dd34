package dev.lockkeeper.activities.kwdb;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How {@code kwbase node drain} ended. A drained node stays so until it is started again. */
public sealed interface DrainOutcome {

  /** All leases and connections have gone. */
  record Drained() implements DrainOutcome {}

  /**
   * It gave up; the node goes on draining.
   *
   * @param remaining what was left when it last said so, -1 if it never did
   */
  record TimedOut(long remaining) implements DrainOutcome {}

  /**
   * It could not be asked, or said something else.
   *
   * @param message its last words
   */
  record Failed(String message) implements DrainOutcome {}

  /** Judges a run by exit status and words together. */
  static DrainOutcome read(int exit, String output, String errors) {
    List<String> said = TerminalText.lines(output);
    List<String> complained = TerminalText.lines(errors);
    long remaining = -1;
    boolean complete = false;
    Pattern progress = Pattern.compile("remaining: ([0-9]+)( \\(complete\\))?");
    for (String line : complained) {
      Matcher matcher = progress.matcher(line);
      while (matcher.find()) {
        remaining = Long.parseLong(matcher.group(1));
        complete = matcher.group(2) != null;
      }
    }
    if (exit == 0 && complete && said.contains("ok")) {
      return new Drained();
    }
    if (exit != 0 && complained.stream().anyMatch(line -> line.contains("drain timeout"))) {
      return new TimedOut(remaining);
    }
    List<String> words = complained.isEmpty() ? said : complained;
    String last = words.isEmpty() ? "it said nothing" : words.get(words.size() - 1);
    return new Failed(last + " (exit status " + exit + ")");
  }
}
