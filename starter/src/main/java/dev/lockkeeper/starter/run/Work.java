package dev.lockkeeper.starter.run;

import org.jspecify.annotations.Nullable;

/**
 * An activity that is under way.
 *
 * @param step the step that it belongs to, or the activity's type if that is not known
 * @param activity its type
 * @param doing what it last said with its heartbeat, or that it waits for a worker; absent if it
 *     said nothing that can be read
 * @param attempt how often Temporal has begun it
 * @param lastFailure why the attempt before ended; absent in the first one
 */
public record Work(
    String step,
    String activity,
    @Nullable String doing,
    int attempt,
    @Nullable String lastFailure) {

  /** All of it in a line. */
  public String line() {
    String again =
        attempt < 2
            ? ""
            : " (attempt " + attempt + (lastFailure == null ? "" : ", after: " + lastFailure) + ")";
    return step + (doing == null ? "" : ": " + doing) + again;
  }
}
