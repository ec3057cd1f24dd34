package dev.lockkeeper.workflows.kwdb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockkeeper.workflows.request.Words;
import java.util.Locale;

/** How the worker reaches the nodes' SQL port. */
public enum SqlRoute {
  /** Through the SSH connection to the node. */
  TUNNEL,
  /** By itself. */
  DIRECT;

  @JsonValue
  public String word() {
    return Words.of(this);
  }

  @JsonCreator
  static SqlRoute of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
