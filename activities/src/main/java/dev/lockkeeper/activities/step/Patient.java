package dev.lockkeeper.activities.step;

import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.Unreachable;
import java.time.Duration;

/** Tries something over SSH again while the node cannot be reached, for a limited time. */
public final class Patient {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Duration limit;

  /**
   * @param limit how long the node may be unreachable, counted from the first failure
   */
  public Patient(Duration limit) {
    this.limit = limit;
  }

  /** What is tried; it must be safe to do again. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws SshFailure, StepFailed, InterruptedException;
  }

  /**
   * Calls until it works, or fails for another reason than an unreachable node, or the patience
   * ends.
   *
   * @throws Unreachable the last one, when the patience ended
   */
  public <T> T call(Pulse pulse, Call<T> call) throws SshFailure, StepFailed, InterruptedException {
    long began = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return call.run();
      } catch (Unreachable e) {
        Duration waited = Duration.ofNanos(System.nanoTime() - began);
        if (waited.plus(pause).compareTo(limit) > 0) {
          throw e;
        }
        pulse.say("unreachable for " + waited.toSeconds() + " s: " + e.getMessage());
        Thread.sleep(pause.toMillis());
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    }
  }
}
