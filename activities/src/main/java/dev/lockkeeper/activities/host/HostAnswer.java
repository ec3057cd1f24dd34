package dev.lockkeeper.activities.host;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The host's lines of an answer, cut at their tabs.
 *
 * @param all each with its name as the first field
 */
record HostAnswer(List<String[]> all) {
  static HostAnswer of(String output) {
    return new HostAnswer(
        output
            .lines()
            .filter(line -> line.startsWith("host."))
            .map(line -> line.split("\t", -1))
            .filter(fields -> fields.length > 1)
            .toList());
  }

  List<String[]> lines(String name) {
    return all.stream().filter(fields -> fields[0].equals(name)).toList();
  }

  /** The values of lines that have one. */
  List<String> first(String name) {
    return lines(name).stream().map(fields -> fields[1]).toList();
  }

  /** Versions of the tools that say one. */
  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    for (String[] fields : lines("host.tool")) {
      if (fields.length > 2 && !fields[2].isBlank()) {
        versions.put(fields[1], fields[2].strip());
      }
    }
    return versions;
  }
}
