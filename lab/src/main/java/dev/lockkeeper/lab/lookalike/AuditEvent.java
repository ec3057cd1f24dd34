package dev.lockkeeper.lab.lookalike;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A line of a node's {@code audit.log}.
 *
 * @param node the node's name
 * @param at when it happened
 * @param event {@code started}, {@code serving}, {@code stopping} (each TERM that the server
 *     obeys), {@code ignored} (each that it does not), {@code stopped}, {@code set} (by a client of
 *     this node) or {@code received} (a setting from another node)
 * @param words what is said of it
 */
public record AuditEvent(String node, Instant at, String event, Map<String, String> words) {

  /** Keeps an unmodifiable copy. */
  public AuditEvent {
    words = Map.copyOf(words);
  }

  /** What is said under a key; empty without it. */
  public String word(String key) {
    return words.getOrDefault(key, "");
  }

  /**
   * Reads the lines of a ledger.
   *
   * @throws IllegalArgumentException if a line is none
   */
  static List<AuditEvent> parse(String node, List<String> lines) {
    return lines.stream().map(line -> parse(node, line)).toList();
  }

  private static AuditEvent parse(String node, String line) {
    String[] parts = line.split(" ");
    if (parts.length < 2) {
      throw new IllegalArgumentException("not a line of an audit.log: " + line);
    }
    Map<String, String> words = new TreeMap<>();
    for (String part : List.of(parts).subList(2, parts.length)) {
      int equals = part.indexOf('=');
      words.put(part.substring(0, equals), part.substring(equals + 1));
    }
    return new AuditEvent(node, Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1], words);
  }
}
