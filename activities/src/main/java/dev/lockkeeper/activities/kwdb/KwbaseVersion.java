package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Version;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code kwbase version} says. It works while the server is down. */
public final class KwbaseVersion {
  /** The program prints KaiwuDB Version (3.1.0), its documentation KWDB Version. */
  private static final Pattern LINE = Pattern.compile("^(?:KaiwuDB|KWDB) Version:\\s+V?(\\S+)$");

  private KwbaseVersion() {}

  /**
   * Reads the version of the installed programs.
   *
   * @throws StepFailed INVALID when there is none in the text
   */
  public static Version read(String output) throws StepFailed {
    return TerminalText.lines(output).stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .filter(Version::isValid)
        .map(Version::of)
        .findFirst()
        .orElseThrow(
            () -> Unreadable.answer("kwbase version", "there is no version in it", output));
  }
}
