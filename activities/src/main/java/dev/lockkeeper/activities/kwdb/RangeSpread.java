package dev.lockkeeper.activities.kwdb;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the ranges lie.
 *
 * @param groups ranges that have the same replicas and the same leaseholder
 */
public record RangeSpread(List<Group> groups) {
  public RangeSpread {
    groups = List.copyOf(groups);
  }

  /**
   * Ranges in the same place.
   *
   * @param leaseholder node that answers for them, 0 if none does
   * @param replicas nodes that have them
   * @param ranges how many
   */
  public record Group(long leaseholder, List<Long> replicas, long ranges) {
    public Group {
      replicas = List.copyOf(replicas);
    }
  }

  /** How many ranges each node answers for. */
  public Map<Long, Long> leaseholders() {
    Map<Long, Long> counts = new TreeMap<>();
    groups.forEach(group -> counts.merge(group.leaseholder(), group.ranges(), Long::sum));
    return counts;
  }

  /** How many replicas each node has. */
  public Map<Long, Long> replicas() {
    Map<Long, Long> counts = new TreeMap<>();
    for (Group group : groups) {
      group.replicas().forEach(node -> counts.merge(node, group.ranges(), Long::sum));
    }
    return counts;
  }

  /**
   * How many ranges would be without a quorum if a node stopped now.
   *
   * @param serving the nodes that serve now
   */
  public long lostWithout(long node, Collection<Long> serving) {
    return groups.stream()
        .filter(group -> group.replicas().contains(node))
        .filter(
            group -> {
              long left =
                  group.replicas().stream()
                      .filter(id -> id != node && serving.contains(id))
                      .count();
              return left < group.replicas().size() / 2 + 1;
            })
        .mapToLong(Group::ranges)
        .sum();
  }
}
