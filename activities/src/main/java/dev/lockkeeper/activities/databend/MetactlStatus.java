package dev.lockkeeper.activities.databend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code databend-metactl status} prints ({@code --status} up to 1.2.611): {@code Label:
 * value} and lists below labels without a value.
 */
public final class MetactlStatus {
  private static final Pattern ID = Pattern.compile("id=([0-9]+) raft=\\S+.*");
  private static final Pattern APPLIED = Pattern.compile("T[0-9]+-N[0-9]+[.-]([0-9]+)");

  private MetactlStatus() {}

  /** Reads the output. */
  public static MetaStatus parse(String output) throws Unreadable {
    Map<String, String> values = new HashMap<>();
    List<Long> voters = new ArrayList<>();
    String list = "";
    for (String line : output.lines().toList()) {
      if (line.startsWith("  - ")) {
        if (list.equals("Voters")) {
          voters.add(id(line.substring(4)));
        }
        continue;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        list = line.substring(0, colon);
        values.put(list, line.substring(colon + 1).strip());
      }
    }
    if (voters.isEmpty()) {
      throw new Unreadable("a list of voters from databend-metactl status", output);
    }
    String leader = values.get("Leader");
    return new MetaStatus(
        id(require(values, "Node", output)),
        VersionText.find(values.getOrDefault("BinaryVersion", "")),
        values.get("DataVersion"),
        require(values, "State", output),
        leader == null || leader.isEmpty() ? null : Long.valueOf(id(leader)),
        number(values, "CurrentTerm", output),
        number(values, "LastLogIndex", output),
        applied(values.get("LastApplied")),
        number(values, "LastSeq", output),
        values.containsKey("SnapshotKeyCount")
            ? Long.valueOf(number(values, "SnapshotKeyCount", output))
            : null,
        null,
        voters);
  }

  private static long applied(@Nullable String text) throws Unreadable {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    Matcher matcher = APPLIED.matcher(text);
    if (!matcher.matches()) {
      throw new Unreadable("a log id such as T1-N0.4", text);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static long id(String text) throws Unreadable {
    Matcher matcher = ID.matcher(text);
    if (!matcher.matches()) {
      throw new Unreadable("a node such as id=1 raft=host:28004 grpc=host:9191", text);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static long number(Map<String, String> values, String label, String output)
      throws Unreadable {
    String text = require(values, label, output);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Unreadable("a number after \"" + label + ":\"", text);
    }
  }

  private static String require(Map<String, String> values, String label, String output)
      throws Unreadable {
    String value = values.get(label);
    if (value == null || value.isEmpty()) {
      throw new Unreadable("a line \"" + label + ": …\" from databend-metactl status", output);
    }
    return value;
  }
}
