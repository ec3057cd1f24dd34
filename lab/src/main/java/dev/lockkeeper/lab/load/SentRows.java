package dev.lockkeeper.lab.load;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was sent to one table, what of it was acknowledged, and how long that took. */
final class SentRows {

  private final BitSet acknowledged = new BitSet();

  /** Ids on their way and when they left, oldest first. */
  private final Map<Long, Long> onTheWay = new LinkedHashMap<>();

  private long sent;
  private long longestNanos;

  synchronized void sending(long id) {
    sent++;
    onTheWay.put(id, System.nanoTime());
  }

  synchronized void acknowledged(long id) {
    acknowledged.set(Math.toIntExact(id));
    ended(id);
  }

  /** The client gave up on the row. */
  synchronized void refused(long id) {
    ended(id);
  }

  /** How long the oldest row on its way has been, in nanoseconds. */
  synchronized long oldestAge() {
    Iterator<Long> times = onTheWay.values().iterator();
    return times.hasNext() ? System.nanoTime() - times.next() : 0;
  }

  /** Nobody waits any longer for the rows on their way. */
  synchronized void abandon() {
    longestNanos = Math.max(longestNanos, oldestAge());
    onTheWay.clear();
  }

  synchronized long sent() {
    return sent;
  }

  synchronized long acknowledged() {
    return acknowledged.cardinality();
  }

  synchronized long longestMillis() {
    return longestNanos / 1_000_000;
  }

  /** An acknowledged id near the newest; -1 if there is none. */
  synchronized long recentlyAcknowledged() {
    return acknowledged.length() - 1L;
  }

  synchronized void save(Path file) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (long word : acknowledged.toLongArray()) {
        out.writeLong(word);
      }
    }
  }

  static BitSet load(Path file) throws IOException {
    long[] words = new long[Math.toIntExact(Files.size(file) / Long.BYTES)];
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      for (int i = 0; i < words.length; i++) {
        words[i] = in.readLong();
      }
    }
    return BitSet.valueOf(words);
  }

  private void ended(long id) {
    Long left = onTheWay.remove(id);
    if (left != null) {
      longestNanos = Math.max(longestNanos, System.nanoTime() - left);
    }
  }
}
