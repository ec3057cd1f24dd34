package dev.lockkeeper.lab.bench;

import java.util.List;

/**
 * One figure, measured several times.
 *
 * @param part the benchmark it belongs to
 * @param what is measured, in words
 * @param way who did it: {@code bash}, {@code ansible}, {@code lockkeeper}
 * @param unit of the samples, such as {@code s}
 * @param samples as they were measured, in that order; at least one
 */
public record Series(String part, String what, String way, String unit, List<Double> samples) {

  /** Keeps an unmodifiable copy. */
  public Series {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no samples of " + what + " by " + way);
    }
  }

  /** The middle one; of an even number the lower of the two. */
  public double median() {
    return percentile(50);
  }

  /**
   * The smallest sample that at least so many percent of all do not exceed.
   *
   * @param percent above 0, at most 100
   */
  public double percentile(int percent) {
    List<Double> sorted = samples.stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(rank, 1) - 1);
  }
}
