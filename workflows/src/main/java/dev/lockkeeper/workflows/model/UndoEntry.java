package dev.lockkeeper.workflows.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a run has changed for its time only.
 *
 * @param subject what was changed, such as a setting
 * @param before how it was
 * @param during how it was made
 * @param proof what was read when it had been put back, or who left it
 * @param at when it was put back or left
 */
public record UndoEntry(
    String subject,
    String before,
    String during,
    UndoState state,
    @Nullable String proof,
    @Nullable Instant at) {
  /** The subject of the run's hold on its nodes. */
  public static final String FENCE = "fence";

  /** A new entry. */
  public static UndoEntry open(String subject, String before, String during) {
    return new UndoEntry(subject, before, during, UndoState.OPEN, null, null);
  }

  /** The same, ended. */
  public UndoEntry ended(UndoState end, String why, Instant now) {
    return new UndoEntry(subject, before, during, end, why, now);
  }
}
