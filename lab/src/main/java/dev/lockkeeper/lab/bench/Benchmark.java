package dev.lockkeeper.lab.bench;

import java.io.IOException;

/** One part of what is measured. */
@FunctionalInterface
interface Benchmark {
  /**
   * Measures.
   *
   * @param runs how often each figure is taken
   */
  Measured run(Surroundings surroundings, int runs) throws IOException, InterruptedException;
}
