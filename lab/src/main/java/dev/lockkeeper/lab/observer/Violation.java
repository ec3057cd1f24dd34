package dev.lockkeeper.lab.observer;

import java.time.Instant;

/**
 * Something that must not happen in a careful rolling upgrade.
 *
 * @param kind what
 * @param at since when
 * @param subject the node, nodes or bucket it happened to
 */
public record Violation(Kind kind, Instant at, String subject) {

  /** What can be violated. */
  public enum Kind {
    /** Two tablet servers could not be reached at the same time. */
    TWO_TABLETS_DOWN,
    /**
     * Two nodes of a cluster that is upgraded node by node could not be reached at the same time.
     */
    TWO_NODES_DOWN,
    /** No replica that is in sync of a bucket was on a living server. */
    LAST_REPLICA_GONE,
    /** A server was started more than once during the observation. */
    STARTED_AGAIN,
    /** Two server processes ran on a node at the same time. */
    TWO_SERVERS_ON_A_NODE,
    /** Ranges of the data could not be read or written, because too few of their replicas lived. */
    RANGES_UNAVAILABLE,
    /** A setting of the cluster was not as before in the end. */
    SETTING_LEFT,
    /** A fence of the upgrade was still on a node in the end. */
    FENCE_LEFT
  }
}
