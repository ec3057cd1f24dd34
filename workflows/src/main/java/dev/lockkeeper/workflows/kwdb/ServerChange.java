package dev.lockkeeper.workflows.kwdb;

import java.time.Duration;

/**
 * What a job does to a server that deploy.sh installed.
 *
 * @param inspection what was seen of it before
 * @param from the release it comes from
 * @param to the release it shall run
 * @param home directory of the programs
 * @param copy where the stopped data directory is copied to; empty for no copy
 * @param previousPackage unpacked package of the release it comes from; empty if there is none
 */
public record ServerChange(
    Action action,
    NodeInspection inspection,
    String from,
    String to,
    String home,
    String copy,
    String previousPackage,
    Duration drainLimit,
    Duration stopLimit,
    Duration startLimit) {
  /** What is done. */
  public enum Action {
    /** Only looks whether the package fits and the login user may do it. */
    CHECK,
    /** Drain, stop, copy, upgrade, start, rejoin: while the others serve. */
    ROLL,
    /** Stop, copy, upgrade, start, come back: a standalone node. */
    UPGRADE,
    /** Stop, and stay stopped. */
    STOP,
    /** Copy the data of the stopped server. */
    COPY,
    /** Upgrade the stopped server, and leave it stopped. */
    UPGRADE_STOPPED,
    /** Start, and wait for the port but not for the cluster. */
    START,
    /** Install the previous package again, and start it. */
    RESTORE,
    /** Install the previous package again, and leave it stopped. */
    RESTORE_STOPPED
  }

  /** The same with something else done. */
  public ServerChange with(Action other) {
    return new ServerChange(
        other,
        inspection,
        from,
        to,
        home,
        copy,
        previousPackage,
        drainLimit,
        stopLimit,
        startLimit);
  }
}
