package dev.lockkeeper.activities.step;

import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.Unreachable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tries something over SSH again while the node cannot be reached, for a limited time. */
public final class Patient {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Duration limit;

  /**
   * @param limit how long the node may be unreachable without a break
   */
  public Patient(Duration limit) {
    this.limit = limit;
  }

  /** What is tried; it must be safe to do again. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws SshFailure, StepFailed, InterruptedException;
  }

  /** Something long that is tried and says when it has heard of the node. */
  @FunctionalInterface
  public interface LongCall<T> {
    T run(Runnable heard) throws SshFailure, StepFailed, InterruptedException;
  }

  /**
   * Calls until it works, or fails for another reason than an unreachable node, or the patience
   * ends.
   *
   * @throws Unreachable the last one, when the patience ended
   */
  public <T> T call(Pulse pulse, Call<T> call) throws SshFailure, StepFailed, InterruptedException {
    return callLong(pulse, heard -> call.run());
  }

  /** The same for a call that may last: each sign of the node ends an outage. */
  public <T> T callLong(Pulse pulse, LongCall<T> call)
      throws SshFailure, StepFailed, InterruptedException {
    Outage outage = new Outage();
    while (true) {
      try {
        return call.run(outage::end);
      } catch (Unreachable e) {
        Duration lasted = outage.lasted();
        Duration pause = outage.nextPause();
        if (lasted.plus(pause).compareTo(limit) > 0) {
          throw e;
        }
        pulse.say("unreachable for " + lasted.toSeconds() + " s: " + e.getMessage());
        Thread.sleep(pause.toMillis());
      }
    }
  }

  /** A stretch of time without a sign of the node. */
  private static final class Outage {
    private @Nullable Long beganAt;
    private Duration pause = FIRST_PAUSE;

    void end() {
      beganAt = null;
      pause = FIRST_PAUSE;
    }

    Duration lasted() {
      long now = System.nanoTime();
      if (beganAt == null) {
        beganAt = now;
      }
      return Duration.ofNanos(now - beganAt);
    }

    Duration nextPause() {
      Duration next = pause;
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      return next;
    }
  }
}
