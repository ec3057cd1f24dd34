package dev.lockkeeper.worker.activity;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which activities run in this process at the moment. */
public final class RunningActivities {
  private final Map<Object, String> running = new ConcurrentHashMap<>();

  /** Notes that one began; closing the result notes its end. */
  Entry begin(String description) {
    Object key = new Object();
    running.put(key, description);
    return () -> running.remove(key);
  }

  /** An activity that runs. */
  interface Entry extends AutoCloseable {
    @Override
    void close();
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
