package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Release;
import java.time.Duration;

/**
 * What a job does to one server.
 *
 * @param inspection what was seen of it before
 * @param release the new release
 * @param direction to the new release or back from it
 * @param readiness when it counts as started
 * @param zookeeper {@code --zk_cluster}
 * @param root {@code --zk_root_path}
 */
public record ServerChange(
    OpenMldbRole role,
    ServerInspection inspection,
    Release release,
    Direction direction,
    Readiness readiness,
    String zookeeper,
    String root,
    Duration stopLimit,
    Duration startLimit) {
  /** Which bin and conf shall be in place. */
  public enum Direction {
    /** Those of the new release; the old ones are kept aside. */
    FORWARD,
    /** Those that were kept aside. */
    BACK
  }

  /** When a server counts as started. */
  public enum Readiness {
    /** It listens on its port. */
    LISTENS,
    /**
     * Its process lives. A standby nameserver of 0.9 that joins a leader older than 0.8.5 opens its
     * port only once it leads, because it waits for a system table that only a newer leader makes.
     */
    LIVES
  }

  /** The way back. */
  public ServerChange reversed() {
    return new ServerChange(
        role,
        inspection,
        release,
        Direction.BACK,
        Readiness.LISTENS,
        zookeeper,
        root,
        stopLimit,
        startLimit);
  }
}
