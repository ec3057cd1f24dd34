package dev.lockkeeper.lab.bench;

/**
 * What a figure has to be.
 *
 * @param part the benchmark
 * @param what the demand, in words
 * @param value what was measured
 * @param limit what it may be at most
 * @param unit of both; empty for a ratio
 */
public record Bar(String part, String what, double value, double limit, String unit) {

  /** Whether the demand is met. */
  public boolean met() {
    return value <= limit;
  }
}
