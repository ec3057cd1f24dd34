package dev.lockkeeper.workflows.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockkeeper.workflows.request.Words;
import java.util.Locale;

/** What an operator may say to a blocked step. */
public enum Choice {
  /** Do the step again, as a new attempt. */
  RETRY,
  /** Go on without it. Offered only where the rest of the procedure still makes sense. */
  SKIP,
  /** Bring the previous release back on the node, then end the run. */
  RESTORE,
  /** Undo temporary settings and end the run. */
  ABORT;

  @JsonValue
  public String word() {
    return Words.of(this);
  }

  @JsonCreator
  static Choice of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
