package dev.lockkeeper.lab.lookalike;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks for partitions whose last live in-sync replica is gone, and reports each loss once. */
final class ReplicaWatch {

  /** News of a replica that got in sync takes so long from its leader to everybody's answers. */
  static final Duration PATIENCE = Duration.ofMillis(150);

  private final Map<Integer, Instant> goneSince = new TreeMap<>();
  private final Set<Integer> reported = new HashSet<>();
  private final List<LookalikeViolation> violations = new ArrayList<>();

  /**
   * Takes a look.
   *
   * @param views the last view of every node that ever answered
   * @param live names by id of the nodes that answer now
   */
  synchronized void look(Collection<NodeView> views, Map<Integer, String> live, Instant now) {
    Set<Integer> gone = LookalikeRules.withoutLiveReplica(views, live.keySet());
    goneSince.keySet().retainAll(gone);
    reported.retainAll(gone);
    for (int partition : gone) {
      Instant since = goneSince.computeIfAbsent(partition, first -> now);
      if (!now.isBefore(since.plus(PATIENCE)) && reported.add(partition)) {
        violations.add(
            new LookalikeViolation(
                since,
                live.isEmpty() ? "no node" : String.join(" and ", live.values()),
                "lived, and no in-sync replica of partition " + partition));
      }
    }
  }

  synchronized List<LookalikeViolation> violations() {
    return List.copyOf(violations);
  }
}
