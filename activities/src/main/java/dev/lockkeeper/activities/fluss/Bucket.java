package dev.lockkeeper.activities.fluss;

import java.util.List;

/**
 * One bucket of a table, or of a partition.
 *
 * @param replicas ids of the TabletServers it is assigned to
 * @param isr ids of those that are in sync
 * @param leader id of its leader; -1 for none
 */
record Bucket(String table, int number, List<Integer> replicas, List<Integer> isr, int leader) {
  boolean inSync() {
    return isr.size() == replicas.size() && isr.containsAll(replicas);
  }

  @Override
  public String toString() {
    return table
        + " bucket "
        + number
        + " (replicas "
        + replicas
        + ", in sync "
        + isr
        + ", leader "
        + leader
        + ")";
  }
}
