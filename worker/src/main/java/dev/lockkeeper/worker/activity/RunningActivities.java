package dev.lockkeeper.worker.activity;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Which activities run in this process at the moment. */
public final class RunningActivities {
  private final Map<Object, String> running = new ConcurrentHashMap<>();

  /** Does something that counts as running meanwhile. */
  <T> T during(String description, Supplier<T> work) {
    Object key = new Object();
    running.put(key, description);
    try {
      return work.get();
    } finally {
      running.remove(key);
    }
  }

  /** How many run. */
  public int count() {
    return running.size();
  }

  /** All of them in one line. */
  public String summary() {
    List<String> present = descriptions();
    return switch (present.size()) {
      case 0 -> "no activity";
      case 1 -> "1 activity (" + present.get(0) + ")";
      default -> present.size() + " activities (" + String.join(", ", present) + ")";
    };
  }

  /** One description for each, such as {@code FlussRestart on tablet-1 of orders}. */
  public List<String> descriptions() {
    return running.values().stream().sorted(Comparator.naturalOrder()).toList();
  }
}
