package dev.lockkeeper.workflows.fluss;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockkeeper.workflows.request.Words;
import java.util.Locale;

/** How a cluster is brought to another release. */
public enum FlussMethod {
  /**
   * The vendor's way: TabletServers one by one, then the CoordinatorServer. Reads and writes go on.
   */
  ROLLING,
  /**
   * Everything stops, everything starts on the new release. For releases that cannot run side by
   * side.
   */
  FULL_STOP;

  @JsonValue
  public String word() {
    return Words.of(this);
  }

  @JsonCreator
  static FlussMethod of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
