package dev.lockkeeper.activities.openmldb;

/**
 * How far a follower is, as its leader's tablet says.
 *
 * @param leaderOffset the leader's last offset
 * @param follower the follower's endpoint
 * @param offset what the follower has
 */
public record FollowerOffset(long leaderOffset, String follower, long offset) {
  static FollowerOffset from(PrintedTable.Row row) throws UnreadableAnswer {
    return new FollowerOffset(
        row.number("leader_offset"), row.text("follower"), row.number("offset"));
  }
}
