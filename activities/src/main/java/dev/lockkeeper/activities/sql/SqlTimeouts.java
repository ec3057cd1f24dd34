package dev.lockkeeper.activities.sql;

import java.time.Duration;

/**
 * How patient sessions are; whole seconds.
 *
 * @param connect for the TCP connection and for logging in, each
 * @param query for one answer; the server is then asked to cancel it
 */
public record SqlTimeouts(Duration connect, Duration query) {
  public SqlTimeouts {
    if (connect.toSeconds() < 1 || query.toSeconds() < 1) {
      throw new IllegalArgumentException("Timeouts of SQL must be at least a second");
    }
  }

  /** Ten seconds to connect, thirty for an answer. */
  public static SqlTimeouts defaults() {
    return new SqlTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
  }
}
