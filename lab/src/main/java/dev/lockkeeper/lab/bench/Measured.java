package dev.lockkeeper.lab.bench;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * What came out of benchmarks.
 *
 * @param series the figures
 * @param bars what was demanded of them
 */
public record Measured(List<Series> series, List<Bar> bars) {

  /** Keeps unmodifiable copies. */
  public Measured {
    series = List.copyOf(series);
    bars = List.copyOf(bars);
  }

  /** Nothing yet. */
  public static Measured nothing() {
    return new Measured(List.of(), List.of());
  }

  /** Both. */
  public Measured and(Measured more) {
    return new Measured(
        Stream.concat(series.stream(), more.series.stream()).toList(),
        Stream.concat(bars.stream(), more.bars.stream()).toList());
  }

  /** The median of a figure. */
  public double median(String what, String way) {
    return series.stream()
        .filter(one -> one.what().equals(what) && one.way().equals(way))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(what + " by " + way))
        .median();
  }
}
