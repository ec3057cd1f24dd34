package dev.lockkeeper.lab.lookalike.server;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the cluster has agreed on about a partition. Only its leader, or who takes the lead, changes
 * it, and then with the next epoch.
 *
 * @param epoch grows with each change
 * @param leader the id of the node that leads; 0 before the first one
 * @param inSync the ids of the nodes whose replicas are complete; never empty
 */
record Partition(long epoch, int leader, SortedSet<Integer> inSync) {

  Partition {
    inSync = Collections.unmodifiableSortedSet(new TreeSet<>(inSync));
  }

  /** A partition as a new cluster has it. */
  static Partition initial(Collection<Integer> replicas) {
    return new Partition(0, 0, new TreeSet<>(replicas));
  }

  /** The same led by another node, with what is left in sync. */
  Partition ledBy(int node, Set<Integer> alive) {
    SortedSet<Integer> left = new TreeSet<>(inSync);
    left.retainAll(alive);
    left.add(node);
    return new Partition(epoch + 1, node, left);
  }

  /** The same with other replicas in sync. */
  Partition withInSync(SortedSet<Integer> nodes) {
    return new Partition(epoch + 1, leader, nodes);
  }

  /** Whether this says the later thing; of two equally late ones every node prefers the same. */
  boolean isAfter(Partition other) {
    return epoch > other.epoch || (epoch == other.epoch && leader < other.leader);
  }
}
