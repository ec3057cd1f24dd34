package dev.lockkeeper.lab.databend.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a leader sends to a follower: entries, or none as a heartbeat.
 *
 * @param previous index of the entry before the first one sent
 * @param committed the last entry that a majority has
 */
record AppendCall(
    long term, int leader, int previous, long previousTerm, int committed, List<Entry> entries) {
  private static final int BATCH = 20;

  /** What follows an index in a log, as much as fits into one call. */
  static AppendCall from(RaftDisk disk, int leader, int first, int committed) {
    List<Entry> entries = new ArrayList<>();
    for (int i = first; i <= Math.min(disk.last(), first + BATCH - 1); i++) {
      entries.add(disk.entry(i));
    }
    return new AppendCall(
        disk.term(), leader, first - 1, disk.termAt(first - 1), committed, entries);
  }

  static AppendCall parse(Map<String, String> call) {
    return new AppendCall(
        number(call, "term"),
        (int) number(call, "leader"),
        (int) number(call, "previous"),
        number(call, "previousTerm"),
        (int) number(call, "committed"),
        call.getOrDefault("entries", "").lines().map(Entry::parse).toList());
  }

  Map<String, Object> fields() {
    StringBuilder lines = new StringBuilder();
    entries.forEach(entry -> lines.append(entry.line()).append('\n'));
    return Map.of(
        "term", term,
        "leader", leader,
        "previous", previous,
        "previousTerm", previousTerm,
        "committed", committed,
        "entries", lines);
  }

  int last() {
    return previous + entries.size();
  }

  /** How many of the entries the others have long had. */
  int late() {
    return Math.min(entries.size(), Math.max(0, committed - previous));
  }

  /** How long the receiver may take. */
  static int limit(RaftTiming timing) {
    return timing.callLimit() + BATCH * timing.catchUp();
  }

  private static long number(Map<String, String> map, String key) {
    return Long.parseLong(map.getOrDefault(key, "0"));
  }
}
