package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.openmldb.OpenMldbData;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Looks for partitions of the look-alike OpenMLDB that no living tablet serves. */
final class ReplicaWatch {
  private final OpenMldbData data;
  private final List<String> databases;
  private final Predicate<String> up;
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> blindSpots = new ArrayList<>();
  private Set<String> gone = new HashSet<>();
  private boolean blind;
  private long readings;

  /**
   * @param up whether the tablet at an address could be reached last
   */
  ReplicaWatch(OpenMldbData data, List<String> databases, Predicate<String> up) {
    this.data = data;
    this.databases = databases;
    this.up = up;
  }

  void look() {
    try {
      List<OpenMldbData.Listed> all = new ArrayList<>();
      for (String database : databases) {
        all.addAll(data.replicas(database));
      }
      see(all, Instant.now());
    } catch (IOException e) {
      failed(String.valueOf(e.getMessage()));
    }
  }

  synchronized void see(List<OpenMldbData.Listed> replicas, Instant now) {
    readings++;
    blind = false;
    Map<String, Boolean> served = new HashMap<>();
    for (OpenMldbData.Listed replica : replicas) {
      served.merge(
          replica.table() + "/" + replica.pid(),
          replica.alive() && up.test(replica.address()),
          Boolean::logicalOr);
    }
    Set<String> goneNow = new HashSet<>();
    served.forEach(
        (partition, alive) -> {
          if (!alive) {
            goneNow.add(partition);
            if (!gone.contains(partition)) {
              violations.add(new Violation(Violation.Kind.LAST_REPLICA_GONE, now, partition));
            }
          }
        });
    gone = goneNow;
  }

  private synchronized void failed(String reason) {
    if (!blind) {
      blindSpots.add(Instant.now() + " no nameserver answers: " + reason);
      blind = true;
    }
  }

  synchronized long readings() {
    return readings;
  }

  synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }

  synchronized List<String> blindSpots() {
    return List.copyOf(blindSpots);
  }
}
