package dev.lockkeeper.lab.databend.daemon;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state that the Raft log leads to: keys with values, some of which end by themselves. */
final class KeyValues {
  private final SortedMap<String, Value> values = new TreeMap<>();
  private final Set<String> appended = new HashSet<>();
  private long sequence;

  private record Value(String text, long ends) {}

  /** Sets a key; {@code ends} is a time in milliseconds, 0 for never. */
  static String put(String key, String value, long ends) {
    return "put " + encoded(key) + " " + encoded(value) + " " + ends;
  }

  /**
   * Adds a line to the value of a key.
   *
   * @param id of one kind: what has the id of something done already is not done again, as
   *     Databend's transactions, which name the sequence number they go out from
   */
  static String append(String key, String line, String id) {
    return "append " + encoded(key) + " " + encoded(line) + " " + encoded(id);
  }

  static String delete(String key) {
    return "delete " + encoded(key);
  }

  void apply(String command) {
    String[] words = command.split(" ");
    switch (words[0]) {
      case "put" -> {
        sequence++;
        values.put(decoded(words[1]), new Value(decoded(words[2]), Long.parseLong(words[3])));
      }
      case "append" -> {
        if (appended.add(decoded(words[3]))) {
          sequence++;
          values.merge(
              decoded(words[1]),
              new Value(decoded(words[2]), 0),
              (old, more) -> new Value(old.text() + "\n" + more.text(), 0));
        }
      }
      case "delete" -> values.remove(decoded(words[1]));
      default -> {
        // Members and the first entry of a term concern the log, not this state.
      }
    }
  }

  /** What is there now below a prefix. */
  Map<String, String> list(String prefix) {
    long now = System.currentTimeMillis();
    Map<String, String> found = new TreeMap<>();
    values.tailMap(prefix).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .filter(entry -> entry.getValue().ends() == 0 || entry.getValue().ends() > now)
        .forEach(entry -> found.put(entry.getKey(), entry.getValue().text()));
    return found;
  }

  int count() {
    return values.size();
  }

  long sequence() {
    return sequence;
  }

  private static String encoded(String text) {
    // Never empty, or the command would lose a word.
    return "." + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String word) {
    return URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
  }
}
