package dev.lockkeeper.workflows.openmldb;

import java.util.Map;

/**
 * Who leads which partition and how far it is.
 *
 * @param leaders by {@code database.table/partition}; of the users' databases only
 */
public record Positions(Map<String, Position> leaders) {
  /**
   * One partition.
   *
   * @param leader the tablet that leads it, as the cluster calls it
   * @param offset the last offset there, as that tablet itself says
   */
  public record Position(String leader, long offset) {}

  /** All offsets together: it grows with every write and with nothing else. */
  public long sum() {
    return leaders.values().stream().mapToLong(Position::offset).sum();
  }
}
