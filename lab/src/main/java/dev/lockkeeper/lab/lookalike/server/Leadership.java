package dev.lockkeeper.lab.lookalike.server;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rule by which a node takes the lead of a partition, or looks after its replicas as leader.
 */
final class Leadership {

  private Leadership() {}

  /**
   * What a node makes of a partition.
   *
   * @param partition as it is known now
   * @param replicas who holds it, the preferred leader first
   * @param self the node that decides
   * @param alive the nodes that it hears, itself included; more than half of the cluster
   * @param ready the nodes whose replica says that it has caught up
   * @param autoMove whether the preferred leader takes the lead back
   * @return the same object if there is nothing to change for this node
   */
  static Partition decide(
      Partition partition,
      List<Integer> replicas,
      int self,
      Set<Integer> alive,
      Set<Integer> ready,
      boolean autoMove) {
    if (partition.leader() == self) {
      return lead(partition, replicas, self, alive, ready);
    }
    if (!partition.inSync().contains(self)) {
      return partition;
    }
    boolean led = alive.contains(partition.leader());
    boolean takes =
        led ? autoMove && replicas.get(0) == self : isNext(partition, replicas, self, alive);
    return takes ? partition.ledBy(self, alive) : partition;
  }

  private static Partition lead(
      Partition partition,
      List<Integer> replicas,
      int self,
      Set<Integer> alive,
      Set<Integer> ready) {
    SortedSet<Integer> inSync = new TreeSet<>();
    for (int replica : replicas) {
      boolean complete = partition.inSync().contains(replica) || ready.contains(replica);
      if (replica == self || (alive.contains(replica) && complete)) {
        inSync.add(replica);
      }
    }
    return inSync.equals(partition.inSync()) ? partition : partition.withInSync(inSync);
  }

  private static boolean isNext(
      Partition partition, List<Integer> replicas, int self, Set<Integer> alive) {
    for (int replica : replicas) {
      if (alive.contains(replica) && partition.inSync().contains(replica)) {
        return replica == self;
      }
    }
    return false;
  }
}
