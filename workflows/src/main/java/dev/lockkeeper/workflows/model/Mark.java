package dev.lockkeeper.workflows.model;

import java.time.Instant;

/**
 * A point that a job reached.
 *
 * @param name such as {@code stopping}, {@code stopped}, {@code listening}; the first and the last
 *     have a meaning for every product
 * @param at by the node's clock; differences between marks of one job are exact to 10 ms
 */
public record Mark(String name, Instant at) {
  /** From here on a node's server does not serve. Jobs that take a server down make it. */
  public static final String STOPPING = "stopping";

  /** From here on it serves again. */
  public static final String LISTENING = "listening";
}
