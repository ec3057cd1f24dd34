package dev.lockkeeper.starter.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run was cut off: by somebody who terminated it, or by Temporal when its time was up. It
 * could do nothing any more.
 *
 * @param how {@code TERMINATED} or {@code TIMED_OUT}
 * @param by who did it, as far as Temporal knows
 * @param reason as given
 */
public record Closing(String how, @Nullable String by, @Nullable String reason, Instant at) {
  /** All of it in a sentence. */
  public String sentence() {
    String verb = how.equals("TERMINATED") ? "terminated" : "ended by Temporal: its time was up";
    return verb
        + (by == null ? "" : " by " + by)
        + (reason == null ? "" : ": " + reason)
        + "; nothing was undone";
  }
}
