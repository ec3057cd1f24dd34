package dev.lockkeeper.activities.openmldb;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The flags file for a new release: the page's "compare the configuration file diff and modify the
 * necessary configuration".
 *
 * @param text the new file
 * @param difference from the old file to the new one, for people to read; empty if there is none.
 *     Values that may be secrets are not in it
 */
public record FlagsMerge(String text, String difference) {
  private static final int CONTEXT_LINES = 2;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)^([^=]*(?:password|passwd|secret|token|credential|access_?key|private_?key|zk_cert)[^=]*=).*$");

  /**
   * The shipped file with the necessary options as they were.
   *
   * @param newFlags the file that the new release ships
   * @param oldFlags the file that the node has
   * @param necessaryOptions names of flags whose effect must stay what it is: set as in the old
   *     file, or not set if it is not set there, for instance the endpoint beside {@code
   *     --use_name}
   */
  public static FlagsMerge merge(
      String newFlags, String oldFlags, Collection<String> necessaryOptions) {
    FlagsFile old = FlagsFile.parse(oldFlags);
    List<String> lines = new ArrayList<>(FlagsFile.parse(newFlags).lines());
    for (String option : necessaryOptions) {
      carry(option, old.value(option), lines);
    }
    return of(old, new FlagsFile(lines));
  }

  /**
   * The old file unchanged, for a release that ships no {@code *.flags}: from 0.7.0 on the archive
   * has only {@code *.flags.template}, and replacing conf would leave the node without flags.
   */
  public static FlagsMerge keep(String oldFlags) {
    FlagsFile old = FlagsFile.parse(oldFlags);
    return new FlagsMerge(old.text(), "");
  }

  /** The last line that sets the option gets the value; earlier ones are commented out. */
  private static void carry(String option, Optional<String> value, List<String> lines) {
    boolean placed = value.isEmpty();
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      if (FlagsFile.sets(line, option)) {
        lines.set(i, placed ? "# " + line.strip() : flag(option, value));
        placed = true;
      }
    }
    if (!placed) {
      lines.add(flag(option, value));
    }
  }

  private static String flag(String option, Optional<String> value) {
    return "--" + option + "=" + value.orElse("");
  }

  private static FlagsMerge of(FlagsFile old, FlagsFile next) {
    List<String> before = masked(old.lines());
    List<String> after = masked(next.lines());
    List<String> difference =
        UnifiedDiffUtils.generateUnifiedDiff(
            "old", "new", before, DiffUtils.diff(before, after), CONTEXT_LINES);
    return new FlagsMerge(
        next.text(), difference.isEmpty() ? "" : String.join("\n", difference) + "\n");
  }

  private static List<String> masked(List<String> lines) {
    return lines.stream().map(line -> SECRET.matcher(line).replaceFirst("$1********")).toList();
  }
}
