package dev.lockkeeper.lab.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * What an outage of the worker costs.
 *
 * @param jobSeconds how long the job takes in which it falls
 * @param outageSeconds how long no worker was there
 * @param secondsWithout of the run without an outage, at the same time on another cluster
 * @param secondsWith of the run with it
 * @param secondsLater how much later that one ended
 * @param objections what was not as it must be; empty is good
 */
public record OutageReport(
    double jobSeconds,
    double outageSeconds,
    double secondsWithout,
    double secondsWith,
    double secondsLater,
    List<String> objections) {
  private static final double ALLOWED = 10;

  static OutageReport of(double job, double outage, Attempt without, Attempt with) {
    List<String> objections = new ArrayList<>();
    for (Attempt attempt : List.of(without, with)) {
      if (!attempt.converged() || !attempt.blocked().isEmpty()) {
        objections.add(attempt.toString());
      }
    }
    if (!with.struck()) {
      objections.add("the run was over before the outage");
    }
    double later = with.seconds() - without.seconds();
    if (later > ALLOWED) {
      objections.add("the outage cost more than " + ALLOWED + " s");
    }
    return new OutageReport(
        job, outage, tenths(without.seconds()), tenths(with.seconds()), tenths(later), objections);
  }

  /** Whether the outage cost next to nothing. */
  public boolean good() {
    return objections.isEmpty();
  }

  private static double tenths(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }
}
