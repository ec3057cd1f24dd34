package dev.lockkeeper.lab.crash;

import java.util.List;

/**
 * What a crash run found.
 *
 * @param product whose upgrade it was
 * @param build which build of Lockkeeper
 * @param seed of the sample, if the points are one
 * @param available how many points the golden run has shown
 * @param points how many were tried
 * @param struck at how many the worker was really killed; a run may be faster than the golden one
 * @param converged how many ended like the golden run
 * @param violations how many things were seen that must not be, over all attempts
 * @param seconds of the whole crash run
 * @param failures the attempts that did not converge
 */
public record CrashReport(
    String product,
    Build build,
    long seed,
    int available,
    int points,
    int struck,
    int converged,
    int violations,
    double seconds,
    double medianAttemptSeconds,
    List<Attempt> failures) {
  static CrashReport of(
      String product,
      Build build,
      long seed,
      int available,
      List<Attempt> attempts,
      double seconds) {
    List<Attempt> failures = attempts.stream().filter(attempt -> !attempt.converged()).toList();
    List<Double> times = attempts.stream().map(Attempt::seconds).sorted().toList();
    return new CrashReport(
        product,
        build,
        seed,
        available,
        attempts.size(),
        (int) attempts.stream().filter(Attempt::struck).count(),
        attempts.size() - failures.size(),
        attempts.stream().mapToInt(attempt -> attempt.violations().size()).sum(),
        Math.round(seconds * 10) / 10.0,
        times.isEmpty() ? 0 : Math.round(times.get(times.size() / 2) * 10) / 10.0,
        failures);
  }

  /** Whether nothing was found. */
  public boolean clean() {
    return points > 0 && violations == 0 && converged == points;
  }
}
