package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A replica of a partition in a tablet: entries in memory, and a binlog that outlives it. */
final class Partition {
  final int tid;
  final int pid;
  private final Path binlog;
  private final List<String> entries = new ArrayList<>();
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Long> followerOffsets = new HashMap<>();
  private Map<String, String> followers = Map.of();
  private boolean leader;
  private boolean loading = true;

  Partition(int tid, int pid, Path root) {
    this.tid = tid;
    this.pid = pid;
    this.binlog = root.resolve(tid + "_" + pid).resolve("binlog");
  }

  /** Starts an empty one. */
  synchronized void create(boolean asLeader) throws IOException {
    Files.createDirectories(binlog.getParent());
    Files.writeString(binlog, "");
    leader = asLeader;
    loading = false;
  }

  /** Reads the binlog into memory, without what it has beyond the limit. */
  synchronized void load(boolean asLeader, long limit) throws IOException {
    if (loading && Files.exists(binlog)) {
      Files.readAllLines(binlog).forEach(this::remember);
    }
    truncate(limit);
    leader = asLeader;
    loading = false;
  }

  synchronized long promote(Map<String, String> newFollowers) {
    leader = true;
    follow(newFollowers);
    return entries.size();
  }

  /** Sets who follows, by endpoint with the address. */
  synchronized void follow(Map<String, String> newFollowers) {
    followers = Map.copyOf(newFollowers);
    followerOffsets.keySet().retainAll(followers.keySet());
  }

  synchronized void put(String key, String value) throws IOException {
    mustBeLoaded();
    if (!leader) {
      throw new Wire.Refusal("table is follower");
    }
    append(List.of(key + "=" + value));
  }

  synchronized String get(String key) throws IOException {
    mustBeLoaded();
    return values.getOrDefault(key, "");
  }

  /** Takes a leader's entries if they continue its own; tells what it has then. */
  synchronized long replicate(long from, List<String> more) throws IOException {
    mustBeLoaded();
    if (!leader && from <= entries.size()) {
      int known = (int) Math.min(more.size(), entries.size() - from);
      append(more.subList(known, more.size()));
    }
    return entries.size();
  }

  synchronized List<String> entriesFrom(long offset, int most) {
    int start = (int) Math.min(offset, entries.size());
    return List.copyOf(entries.subList(start, Math.min(entries.size(), start + most)));
  }

  synchronized boolean leads() {
    return leader && !loading;
  }

  synchronized Map<String, String> followers() {
    return followers;
  }

  synchronized long followerOffset(String follower) {
    return followerOffsets.getOrDefault(follower, 0L);
  }

  synchronized void heard(String follower, long offset) {
    followerOffsets.put(follower, offset);
  }

  /** A row of gettablestatus. */
  synchronized String status() {
    return String.join(
        "\t",
        Integer.toString(tid),
        Integer.toString(pid),
        Integer.toString(entries.size()),
        leader ? "kTableLeader" : "kTableFollower",
        loading ? "kTableLoading" : "kTableNormal",
        "true",
        "0min",
        "0s",
        Amounts.bytes(values.size() * 125L),
        "kNoCompress",
        "4");
  }

  /** Rows of getfollower. */
  synchronized List<String> followerRows() {
    List<String> rows = new ArrayList<>();
    for (String follower : followers.keySet()) {
      rows.add(
          rows.size()
              + "\t"
              + tid
              + "\t"
              + pid
              + "\t"
              + entries.size()
              + "\t"
              + follower
              + "\t"
              + followerOffset(follower));
    }
    return rows;
  }

  private void append(List<String> more) throws IOException {
    if (!more.isEmpty()) {
      Files.write(binlog, more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      more.forEach(this::remember);
    }
  }

  private void truncate(long limit) throws IOException {
    if (entries.size() > limit) {
      List<String> kept = List.copyOf(entries.subList(0, (int) limit));
      entries.clear();
      values.clear();
      kept.forEach(this::remember);
      Files.write(binlog, kept);
    }
  }

  private void remember(String entry) {
    entries.add(entry);
    int equals = entry.indexOf('=');
    values.put(entry.substring(0, equals), entry.substring(equals + 1));
  }

  private void mustBeLoaded() throws Wire.Refusal {
    if (loading) {
      throw new Wire.Refusal("table is loading");
    }
  }
}
