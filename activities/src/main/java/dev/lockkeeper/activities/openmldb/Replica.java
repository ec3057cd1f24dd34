package dev.lockkeeper.activities.openmldb;

import java.util.Optional;

/**
 * A replica of a partition, in the nameserver's view.
 *
 * @param table the table's name
 * @param tid the table's number
 * @param pid the partition's number
 * @param endpoint the tablet, as {@link TabletServer#endpoint()} calls it
 * @param role its role; after a change of leader the old leader keeps a row as leader that is not
 *     alive until it is recovered
 * @param alive what the nameserver holds it for; with auto_failover off a restarted tablet's
 *     replicas stay alive although their memory is empty
 * @param offset the last offset heard of, which is stale when the tablet is unreachable; empty if
 *     none was ever heard of
 * @param records number of records, likewise
 */
public record Replica(
    String table,
    int tid,
    int pid,
    String endpoint,
    Role role,
    boolean alive,
    Optional<Long> offset,
    Optional<Long> records) {
  /** Who takes writes. */
  public enum Role {
    LEADER,
    FOLLOWER
  }

  static Replica from(PrintedTable.Row row) throws UnreadableAnswer {
    Role role =
        switch (row.text("role")) {
          case "leader" -> Role.LEADER;
          case "follower" -> Role.FOLLOWER;
          default -> throw row.unknown("role", row.text("role"));
        };
    boolean alive =
        switch (row.text("is_alive")) {
          case "yes" -> true;
          case "no" -> false;
          default -> throw row.unknown("is_alive", row.text("is_alive"));
        };
    return new Replica(
        row.text("name"),
        Math.toIntExact(row.number("tid")),
        Math.toIntExact(row.number("pid")),
        row.text("endpoint"),
        role,
        alive,
        row.numberIfAny("offset"),
        row.numberIfAny("record_cnt"));
  }
}
