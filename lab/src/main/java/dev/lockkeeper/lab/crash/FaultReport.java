package dev.lockkeeper.lab.crash;

import java.util.List;

/**
 * What came of a list of faults, in the list's order.
 *
 * @param good how many runs took it as they must
 * @param violations how many things were seen that must not be, over all runs
 * @param seconds of the whole
 */
public record FaultReport(int good, int violations, double seconds, List<FaultResult> results) {
  static FaultReport of(List<FaultResult> results, double seconds) {
    return new FaultReport(
        (int) results.stream().filter(FaultResult::good).count(),
        results.stream().mapToInt(result -> result.attempt().violations().size()).sum(),
        Math.round(seconds * 10) / 10.0,
        List.copyOf(results));
  }

  /** Whether all runs did. */
  public boolean clean() {
    return !results.isEmpty() && good == results.size();
  }
}
