package dev.lockkeeper.lab.databend.daemon;

/**
 * How quick a node is.
 *
 * @param heartbeat milliseconds between two heartbeats; an election begins after twice to three
 *     times as long without one, as in Databend
 * @param catchUp milliseconds that a follower needs for an entry that the others have long had
 */
record RaftTiming(int heartbeat, int catchUp) {
  long electionTimeout(java.util.Random random) {
    return heartbeat * 2L + random.nextInt(heartbeat);
  }

  /** How long a call to another node may take. */
  int callLimit() {
    return Math.max(heartbeat, 100) * 2;
  }
}
