package dev.lockkeeper.lab.fluss;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What ZooKeeper says about a Fluss cluster at one moment.
 *
 * @param coordinatorIsActive whether a coordinator is registered
 * @param tablets the registration of each tablet server by its id: a number that is another one
 *     after each registration
 * @param buckets all buckets of all tables
 */
public record ClusterState(
    boolean coordinatorIsActive, Map<Integer, Long> tablets, List<Bucket> buckets) {

  /** Keeps unmodifiable copies. */
  public ClusterState {
    tablets = Map.copyOf(tablets);
    buckets = List.copyOf(buckets);
  }

  /**
   * A bucket of a table or partition.
   *
   * @param name its table or partition and its number, such as {@code table 3 bucket 0}
   * @param replicas the ids of the servers that should have it
   * @param leader the id of its leader; -1 without one
   * @param inSync the ids of the replicas in sync
   */
  public record Bucket(String name, Set<Integer> replicas, int leader, Set<Integer> inSync) {

    /** Keeps unmodifiable copies. */
    public Bucket {
      replicas = Set.copyOf(replicas);
      inSync = Set.copyOf(inSync);
    }
  }

  /** Whether every bucket has a living leader and all its replicas are in sync and alive. */
  public boolean isWhole() {
    return coordinatorIsActive
        && buckets.stream()
            .allMatch(
                bucket ->
                    bucket.inSync().equals(bucket.replicas())
                        && bucket.inSync().contains(bucket.leader())
                        && tablets.keySet().containsAll(bucket.replicas()));
  }
}
