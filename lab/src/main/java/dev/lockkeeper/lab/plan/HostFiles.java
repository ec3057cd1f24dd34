package dev.lockkeeper.lab.plan;

import dev.lockkeeper.lab.host.LabHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a product on its hosts, each with owner, mode, size, time, link and checksum. What
 * the servers themselves write all the time is left out: directories named data, db, log, logs and
 * tmp, and files that end in .log or .out. Beside each directory only names are looked at.
 */
public final class HostFiles {
  private static final String LIST =
      """
      for place in "$@"; do
        find "$place" -maxdepth 0 -printf '%p is %y %l\\n' 2>/dev/null
        find "$(dirname "$place")/" -maxdepth 1 -printf 'beside: %p\\n' 2>/dev/null
        find -H "$place" \\( -type d \\( -name data -o -name db -o -name log -o -name logs -o -name tmp \\) -prune \\) \
          -o ! -name '*.log' ! -name '*.out' ! -type d -printf '%p %y %u %m %s %T@ %l\\n' \
          -o -type d -printf '%p %y %u %m\\n' 2>/dev/null
        find -H "$place" \\( -type d \\( -name data -o -name db -o -name log -o -name logs -o -name tmp \\) -prune \\) \
          -o -type f ! -name '*.log' ! -name '*.out' -readable -exec sha256sum {} + 2>/dev/null
      done | sort
      """;

  private final Map<LabHost, List<String>> places;

  private HostFiles(Map<LabHost, List<String>> places) {
    this.places = Map.copyOf(places);
  }

  /**
   * @param places directories by host; the login user's home is always looked at
   */
  public static HostFiles of(Map<LabHost, List<String>> places) {
    return new HostFiles(places);
  }

  /** The files of now, a line for each fact, by host. */
  Map<String, List<String>> list() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    places.forEach(
        (host, directories) -> {
          List<String> command = new ArrayList<>(List.of("sh", "-c", LIST, "list"));
          command.addAll(directories);
          command.add(host.home());
          List<String> lines =
              host.run(command.toArray(String[]::new)).orThrow().output().lines().toList();
          lists.put(host.name(), lines);
        });
    return lists;
  }

  /** What has changed between two lists; a sentence each. */
  static List<String> changes(Map<String, List<String>> before, Map<String, List<String>> after) {
    List<String> changes = new ArrayList<>();
    before.forEach(
        (host, lines) -> {
          List<String> now = after.getOrDefault(host, List.of());
          if (lines.isEmpty()) {
            changes.add("no file was seen on " + host);
          }
          lines.stream()
              .filter(line -> !now.contains(line))
              .forEach(line -> changes.add("planning changed a file on " + host + ": was " + line));
          now.stream()
              .filter(line -> !lines.contains(line))
              .forEach(line -> changes.add("planning changed a file on " + host + ": is " + line));
        });
    return changes;
  }
}
