package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.fluss.ClusterState;
import dev.lockkeeper.lab.fluss.ClusterStateReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** Looks for buckets whose last replica in sync is gone. */
final class StateWatch {

  private final List<Violation> violations = new ArrayList<>();
  private final List<String> blindSpots = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private Set<String> gone = new HashSet<>();
  private @Nullable String blind;
  private long readings;

  void look(ClusterStateReader reader) throws InterruptedException {
    try {
      see(reader.read(), Instant.now());
    } catch (KeeperException | IOException e) {
      failed(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  synchronized void see(ClusterState state, Instant now) {
    readings++;
    blind = null;
    Set<String> goneNow = new HashSet<>();
    for (ClusterState.Bucket bucket : state.buckets()) {
      // A bucket whose table is just being made has no state yet and so no leader either.
      boolean unborn =
          bucket.inSync().isEmpty() && bucket.leader() < 0 && !seen.contains(bucket.name());
      if (!unborn && Collections.disjoint(bucket.inSync(), state.tablets().keySet())) {
        goneNow.add(bucket.name());
        if (!gone.contains(bucket.name())) {
          violations.add(new Violation(Violation.Kind.LAST_REPLICA_GONE, now, bucket.name()));
        }
      }
      if (!bucket.inSync().isEmpty()) {
        seen.add(bucket.name());
      }
    }
    gone = goneNow;
  }

  private synchronized void failed(String reason) {
    if (!reason.equals(blind)) {
      blindSpots.add(Instant.now() + " ZooKeeper: " + reason);
      blind = reason;
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
