package dev.lockkeeper.activities.fluss;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.regex.Pattern;

/** The change of a configuration for people to read. Values that may be secrets are not in it. */
final class ConfigurationDifference {
  private static final int CONTEXT_LINES = 2;
  private static final int MOST_LINES = 200;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)^([^:]*(password|secret|token|jaas|credential|access[-_.]?key|private[-_.]?key)[^:]*:)\\s*\\S.*$");

  private static final Pattern PASSWORD_IN_ADDRESS = Pattern.compile("(://[^/\\s:@]*:)[^@/\\s]+@");

  private ConfigurationDifference() {}

  /** A unified diff; empty if nothing changes. */
  static String between(
      String node, String oldPath, List<String> before, String newPath, List<String> after) {
    List<String> old = before.stream().map(ConfigurationDifference::masked).toList();
    List<String> next = after.stream().map(ConfigurationDifference::masked).toList();
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff(
            node + ":" + oldPath,
            node + ":" + newPath,
            old,
            DiffUtils.diff(old, next),
            CONTEXT_LINES);
    String cut =
        lines.size() > MOST_LINES ? "\n[" + (lines.size() - MOST_LINES) + " more lines]" : "";
    String text = String.join("\n", lines.subList(0, Math.min(lines.size(), MOST_LINES))) + cut;
    return text.isEmpty() ? "" : text + "\n";
  }

  private static String masked(String line) {
    String withoutValue = SECRET.matcher(line).replaceFirst("$1 ********");
    return PASSWORD_IN_ADDRESS.matcher(withoutValue).replaceAll("$1********@");
  }
}
