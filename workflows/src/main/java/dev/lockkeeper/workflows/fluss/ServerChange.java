package dev.lockkeeper.workflows.fluss;

import java.time.Duration;

/**
 * What a job does to one server.
 *
 * @param home the node's home as the request names it; moved when it is a symbolic link
 * @param from directory of the release that runs now
 * @param to directory of the release that shall run
 * @param port on which the server will listen; 0 if it is chosen at start
 */
public record ServerChange(
    FlussRole role,
    String home,
    String from,
    String to,
    int port,
    Duration stopLimit,
    Duration startLimit) {
  /** The way back. */
  public ServerChange reversed() {
    return new ServerChange(role, home, to, from, 0, stopLimit, startLimit);
  }
}
