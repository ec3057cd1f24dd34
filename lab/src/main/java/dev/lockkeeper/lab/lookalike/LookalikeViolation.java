package dev.lockkeeper.lab.lookalike;

import java.time.Instant;

/**
 * Something that must not happen in a careful upgrade.
 *
 * @param at when
 * @param node the node, or the nodes
 * @param what a sentence's end: what happened to it
 */
public record LookalikeViolation(Instant at, String node, String what) {

  /** The whole sentence. */
  public String sentence() {
    return at + " " + node + " " + what + ".";
  }
}
