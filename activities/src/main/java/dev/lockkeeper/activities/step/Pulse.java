package dev.lockkeeper.activities.step;

import dev.lockkeeper.workflows.model.Beat;
import org.jspecify.annotations.Nullable;

/**
 * Where the body of an activity says what it is doing. It is shown with the activity's heartbeat.
 */
@FunctionalInterface
public interface Pulse {
  /** Says nothing to anybody. */
  Pulse SILENT = text -> {};

  /** Replaces what was said before. */
  void say(String text);

  /** Says it together with how much of a job's output was heard. */
  default void beat(Beat beat) {
    say(beat.doing());
  }

  /** What an earlier attempt of the same activity said last; null in the first attempt. */
  default @Nullable Beat earlier() {
    return null;
  }
}
