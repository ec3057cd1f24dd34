package dev.lockkeeper.lab.lookalike.server;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Which nodes hold which partition; fixed by the ids of the nodes. */
final class Placement {

  /** How many partitions every cluster has, numbered from 0. */
  static final int PARTITIONS = 6;

  private static final int REPLICATION = 2;

  private final List<Integer> ids;

  /**
   * @param ids the ids of all nodes of the cluster
   */
  Placement(SortedSet<Integer> ids) {
    this.ids = List.copyOf(ids);
  }

  /** The nodes that hold a partition; the first one is its preferred leader. */
  List<Integer> replicas(int partition) {
    List<Integer> replicas = new ArrayList<>();
    for (int i = 0; i < Math.min(REPLICATION, ids.size()); i++) {
      replicas.add(ids.get((partition + i) % ids.size()));
    }
    return replicas;
  }

  /** Whether so many nodes are more than half of the cluster. */
  boolean isMajority(int nodes) {
    return nodes * 2 > ids.size();
  }

  /** How many nodes the cluster has. */
  int size() {
    return ids.size();
  }
}
