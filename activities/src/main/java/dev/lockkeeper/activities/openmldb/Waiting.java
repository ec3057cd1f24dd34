package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.Unreachable;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.time.Duration;
import java.util.Optional;

/** Looks again and again until nothing stands against going on. */
final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final Pulse pulse;
  private final Duration limit;
  private final Access access;

  /**
   * @param access is sought anew when a look with it has failed
   */
  Waiting(Access access, Pulse pulse, Duration limit) {
    this.access = access;
    this.pulse = pulse;
    this.limit = limit;
  }

  /** A look: what stands against going on, or nothing. */
  @FunctionalInterface
  interface Look {
    Optional<String> objection() throws SshFailure, StepFailed, InterruptedException;
  }

  /**
   * Looks until a look has no objection. While the nameservers elect a leader or a node cannot be
   * reached there is nothing to see; that is an objection as well, and ends nothing.
   *
   * @throws StepFailed UNHEALTHY with the last objection when the limit is over
   */
  void until(Look look) throws SshFailure, StepFailed, InterruptedException {
    holds(Duration.ZERO, look);
  }

  /** The same, but without an objection for a while without a break. */
  void holds(Duration stableFor, Look look) throws SshFailure, StepFailed, InterruptedException {
    long began = System.nanoTime();
    long goodSince = 0;
    while (true) {
      Optional<String> objection = look(look);
      long now = System.nanoTime();
      if (objection.isPresent()) {
        goodSince = 0;
      } else {
        goodSince = goodSince == 0 ? now : goodSince;
        if (now - goodSince >= stableFor.toNanos()) {
          return;
        }
      }
      if (now - began > limit.plus(stableFor).toNanos()) {
        throw new StepFailed(
            FailureReason.UNHEALTHY,
            "not so after "
                + limit.toSeconds()
                + " s: "
                + objection.orElse("as it should be, but not for long enough"));
      }
      pulse.say(objection.orElse("as it should be, seeing whether it stays so"));
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private Optional<String> look(Look look) throws SshFailure, StepFailed, InterruptedException {
    try {
      return look.objection();
    } catch (Unreachable e) {
      access.forget();
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (StepFailed e) {
      if (e.reason() != FailureReason.UNREACHABLE && e.reason() != FailureReason.UNHEALTHY) {
        throw e;
      }
      access.forget();
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
