package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.FailureReason;
import java.time.Duration;

/** Looks again and again until what is seen is good. */
final class Watch {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Duration limit;
  private final Duration stableFor;

  /**
   * @param stableFor how long it must be good without a break
   */
  Watch(Duration limit, Duration stableFor) {
    this.limit = limit;
    this.stableFor = stableFor;
  }

  interface Look {
    Evidence now() throws StepFailed, SshFailure, InterruptedException;
  }

  /**
   * Looks until it is good.
   *
   * @throws StepFailed UNHEALTHY with what was seen last, when the time has passed
   */
  Evidence until(Look look, Pulse pulse) throws StepFailed, SshFailure, InterruptedException {
    long began = System.nanoTime();
    long goodSince = 0;
    int looks = 0;
    int good = 0;
    String objections = "";
    while (true) {
      Evidence seen = look.now();
      long now = System.nanoTime();
      looks++;
      good += seen.safe() ? 1 : 0;
      objections = seen.safe() ? objections : seen.objections();
      goodSince = seen.safe() ? (goodSince == 0 ? now : goodSince) : 0;
      if (goodSince != 0 && now - goodSince >= stableFor.toNanos()) {
        return seen;
      }
      if (now - began > limit.plus(stableFor).toNanos()) {
        throw new StepFailed(
            FailureReason.UNHEALTHY,
            "not whole after "
                + limit.toSeconds()
                + " s: "
                + (seen.safe()
                    ? "only for a moment, in %d of %d looks; else: %s"
                        .formatted(good, looks, objections)
                    : objections));
      }
      pulse.say(seen.safe() ? "whole, seeing whether it stays so" : seen.objections());
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** The first good look, or the last bad one when the time has passed. */
  Evidence best(Look look, Pulse pulse) throws StepFailed, SshFailure, InterruptedException {
    long began = System.nanoTime();
    while (true) {
      Evidence seen = look.now();
      if (seen.safe() || System.nanoTime() - began > limit.toNanos()) {
        return seen;
      }
      pulse.say(seen.objections());
      Thread.sleep(PAUSE.toMillis());
    }
  }
}
