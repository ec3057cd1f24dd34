package dev.lockkeeper.activities.ssh;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What the uploads of a pool share: checksums of local files, and turns at remote ones. */
final class Transfers {
  private final LocalSums sums = new LocalSums();
  private final Map<String, Lock> turns = new ConcurrentHashMap<>();

  LocalSums sums() {
    return sums;
  }

  /**
   * Held by who writes a file, so that nobody else of this pool does. When a busy worker's
   * heartbeat is late, Temporal gives a step out again, and the first attempt needs a moment to
   * hear of it.
   *
   * @param target where the file lies
   */
  Lock turn(SshTarget target, String remotePath) {
    return turns.computeIfAbsent(target.address() + " " + remotePath, key -> new ReentrantLock());
  }
}
