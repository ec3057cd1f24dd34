package dev.lockkeeper.lab.databend.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of TOML as the packaged configuration files use: sections, arrays of tables, strings,
 * numbers, truth values and one-line arrays.
 */
final class Toml {
  private final Map<String, String> values = new HashMap<>();

  /** Name of a value with its section, such as {@code raft_config.id}. */
  static Toml read(Path file) throws IOException {
    Toml toml = new Toml();
    String section = "";
    Map<String, Integer> tables = new HashMap<>();
    for (String raw : Files.readAllLines(file)) {
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (line.startsWith("[[")) {
        String name = line.substring(2, line.indexOf(']'));
        section = name + "." + tables.merge(name, 1, Integer::sum) + ".";
      } else if (line.startsWith("[")) {
        section = line.substring(1, line.indexOf(']')) + ".";
      } else if (equals > 0 && !line.startsWith("#")) {
        toml.values.put(
            section + line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return toml;
  }

  /** A value without its quotes, or the fallback. */
  String text(String name, String fallback) {
    String raw = values.getOrDefault(name, "");
    if (raw.startsWith("\"")) {
      return raw.substring(1, raw.indexOf('"', 1));
    }
    String plain = raw.split("#", 2)[0].strip();
    return plain.isEmpty() ? fallback : plain;
  }

  int number(String name, int fallback) {
    return Integer.parseInt(text(name, Integer.toString(fallback)));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The strings of a one-line array. */
  List<String> list(String name) {
    List<String> found = new ArrayList<>();
    String[] parts = values.getOrDefault(name, "").split("\"");
    for (int i = 1; i < parts.length; i += 2) {
      found.add(parts[i]);
    }
    return found;
  }
}
