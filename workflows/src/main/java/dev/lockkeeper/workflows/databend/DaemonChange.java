package dev.lockkeeper.workflows.databend;

import java.time.Duration;

/**
 * What a job does to one daemon.
 *
 * @param home the node's home as the request names it; moved when it is a symbolic link
 * @param from directory of the release that runs now
 * @param to directory of the release that shall run
 */
public record DaemonChange(
    Daemon daemon, String home, String from, String to, Duration stopLimit, Duration startLimit) {
  /** The way back. */
  public DaemonChange reversed() {
    return new DaemonChange(daemon, home, to, from, stopLimit, startLimit);
  }
}
