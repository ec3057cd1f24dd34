package dev.lockkeeper.activities.ssh;

import java.time.Duration;

/**
 * How patient connections are.
 *
 * @param connectTimeout for the TCP connection
 * @param responseTimeout for each answer of the server that is due at once
 * @param keepAliveInterval how often a quiet server is asked for a sign of life; whole seconds
 * @param keepAliveCount after how many unanswered questions the connection counts as lost
 * @param idleTimeout after which an unused connection is closed
 * @param sessionsPerConnection commands and transfers at a time on one connection; more wait.
 *     OpenSSH's MaxSessions is 10; the pool needs one for killing commands
 */
public record SshSettings(
    Duration connectTimeout,
    Duration responseTimeout,
    Duration keepAliveInterval,
    int keepAliveCount,
    Duration idleTimeout,
    int sessionsPerConnection) {
  public SshSettings {
    if (keepAliveInterval.toSeconds() < 1 || keepAliveCount < 1 || sessionsPerConnection < 1) {
      throw new IllegalArgumentException(
          "The keep-alive interval must be at least a second, the counts at least 1");
    }
  }

  /** Ten seconds to connect, twenty for an answer, a dead peer noticed after thirty. */
  public static SshSettings defaults() {
    return new SshSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        3,
        Duration.ofMinutes(5),
        8);
  }

  /** How long a peer may be silent before its connection counts as lost. */
  Duration silence() {
    return keepAliveInterval.multipliedBy(keepAliveCount);
  }

  /** Upper bound for all of connecting: TCP, key exchange, service request and authentication. */
  Duration wholeConnect() {
    return connectTimeout.plus(responseTimeout.multipliedBy(2));
  }
}
