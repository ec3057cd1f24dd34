package dev.lockkeeper.activities.databend;

import dev.lockkeeper.workflows.databend.DataVersion;
import dev.lockkeeper.workflows.databend.DatabendVersion;
import dev.lockkeeper.workflows.databend.MetaBinary;
import dev.lockkeeper.workflows.databend.QueryBinary;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code databend-query --cmd ver} and {@code databend-meta --single --cmd ver} print: {@code
 * key: value} on two or three lines. ({@code --single}, because databend-meta up to 0.9 checks its
 * configuration first.)
 */
public final class VersionAnswer {
  private static final DatabendVersion FIRST_WITH_DATA_VERSION = DatabendVersion.of("1.1.13");

  private VersionAnswer() {}

  /** Reads the answer of databend-query. */
  public static QueryBinary query(String output) throws Unreadable {
    Map<String, String> lines = lines(output);
    return new QueryBinary(
        version(lines, "version", output),
        version(lines, "min-compatible-metasrv-version", output));
  }

  /** Reads the answer of databend-meta; before 1.1.13 it does not name the form of its data. */
  public static MetaBinary meta(String output) throws Unreadable {
    Map<String, String> lines = lines(output);
    DatabendVersion version = version(lines, "version", output);
    String data = lines.get("data-version");
    if (data == null && version.atLeast(FIRST_WITH_DATA_VERSION)) {
      throw new Unreadable("a line data-version of databend-meta " + version, output);
    }
    DataVersion working =
        data == null
            ? DataVersion.V0
            : DataVersion.of(data)
                .orElseThrow(() -> new Unreadable("one of the data versions V0 to V004", data));
    return new MetaBinary(
        version, version(lines, "min-compatible-client-version", output), working);
  }

  private static Map<String, String> lines(String output) {
    Map<String, String> lines = new HashMap<>();
    for (String line : output.lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        lines.putIfAbsent(line.substring(0, colon), line.substring(colon + 2).strip());
      }
    }
    return lines;
  }

  private static DatabendVersion version(Map<String, String> lines, String key, String output)
      throws Unreadable {
    @Nullable String text = lines.get(key);
    try {
      if (text != null) {
        return DatabendVersion.of(text);
      }
    } catch (IllegalArgumentException notAVersion) {
      throw new Unreadable("a version after \"" + key + ":\"", text);
    }
    throw new Unreadable("a line \"" + key + ": …\"", output);
  }
}
