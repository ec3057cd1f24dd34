package dev.lockkeeper.lab.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what comes of itself, and not longer than a limit. */
final class Awaited {
  private static final long PAUSE_MILLIS = 100;

  private Awaited() {}

  /**
   * Looks until there is something to see.
   *
   * @param what is awaited, as in "waited until …"
   * @param look gives nothing as long as it is not there
   * @param standing says where things stood when it never came
   */
  static <T> T until(
      String what, Duration limit, Supplier<Optional<T>> look, Supplier<String> standing) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<T> seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting until " + what, e);
      }
    }
    throw new AssertionError(
        "waited " + limit.toSeconds() + " s until " + what + "; " + standing.get());
  }
}
