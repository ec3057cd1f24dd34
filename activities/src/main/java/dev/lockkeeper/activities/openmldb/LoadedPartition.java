package dev.lockkeeper.activities.openmldb;

/**
 * A partition in the memory of a tablet, as the tablet itself says.
 *
 * @param tid the table's number
 * @param pid the partition's number
 * @param offset its last offset
 * @param role whether the tablet leads it
 * @param state how far it is
 */
public record LoadedPartition(int tid, int pid, long offset, Replica.Role role, State state) {
  /** OpenMLDB's TableState. */
  public enum State {
    UNDEFINED,
    NORMAL,
    LOADING,
    MAKING_SNAPSHOT,
    SNAPSHOT_PAUSED
  }

  static LoadedPartition from(PrintedTable.Row row) throws UnreadableAnswer {
    Replica.Role role =
        switch (row.text("mode")) {
          case "kTableLeader" -> Replica.Role.LEADER;
          case "kTableFollower" -> Replica.Role.FOLLOWER;
          default -> throw row.unknown("mode", row.text("mode"));
        };
    State state =
        switch (row.text("state")) {
          case "kTableUndefined" -> State.UNDEFINED;
          case "kTableNormal" -> State.NORMAL;
          case "kTableLoading" -> State.LOADING;
          case "kMakingSnapshot" -> State.MAKING_SNAPSHOT;
          case "kSnapshotPaused" -> State.SNAPSHOT_PAUSED;
          default -> throw row.unknown("state", row.text("state"));
        };
    return new LoadedPartition(
        Math.toIntExact(row.number("tid")),
        Math.toIntExact(row.number("pid")),
        row.number("offset"),
        role,
        state);
  }
}
