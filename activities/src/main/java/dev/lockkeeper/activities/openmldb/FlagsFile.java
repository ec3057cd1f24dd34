package dev.lockkeeper.activities.openmldb;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code conf/*.flags} file as gflags reads it: {@code --name=value} or {@code --name} by lines,
 * comments after {@code #}, and of a name that stands twice the last one counts. The vendor's
 * deploy script makes such files: it comments a line out and appends the new one.
 *
 * @param lines the file's lines
 */
public record FlagsFile(List<String> lines) {
  private static final Pattern FLAG = Pattern.compile("\\s*--?([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?");

  public FlagsFile {
    lines = List.copyOf(lines);
  }

  public static FlagsFile parse(String text) {
    return new FlagsFile(text.lines().toList());
  }

  /**
   * The value that counts; {@code true} and {@code false} for {@code --name} and {@code --noname}.
   */
  public Optional<String> value(String name) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      Matcher flag = FLAG.matcher(lines.get(i));
      if (flag.matches()) {
        if (flag.group(1).equals(name)) {
          return Optional.of(flag.group(2) == null ? "true" : flag.group(2).strip());
        }
        if (flag.group(1).equals("no" + name) && flag.group(2) == null) {
          return Optional.of("false");
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a line sets the flag, whether or not a later one does again. */
  static boolean sets(String line, String name) {
    Matcher flag = FLAG.matcher(line);
    return flag.matches()
        && (flag.group(1).equals(name)
            || (flag.group(1).equals("no" + name) && flag.group(2) == null));
  }

  /** The file's text, each line with its end. */
  public String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
