package dev.lockkeeper.lab.observer;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which a node's server could not be reached.
 *
 * @param node the node's name
 * @param from the first connection that failed
 * @param to the first that succeeded again, or the end of the observation
 */
public record DownInterval(String node, Instant from, Instant to) {

  /** How long it was. */
  public Duration length() {
    return Duration.between(from, to);
  }

  boolean overlaps(DownInterval other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }
}
