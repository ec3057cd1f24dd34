package dev.lockkeeper.workflows.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockkeeper.workflows.request.Words;

/** How often a run stops and asks before it takes a node down. */
public enum GateFrequency {
  /** Before every node. */
  EVERY_NODE,
  /** Before the first node of each role, then once for the rest of the role. */
  CANARY,
  /** Once for each role. */
  PER_ROLE,
  /** Never. The safety of each stop is checked all the same. */
  NONE;

  @JsonValue
  public String word() {
    return Words.of(this);
  }

  @JsonCreator
  static GateFrequency of(String word) {
    return valueOf(word.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
  }
}
