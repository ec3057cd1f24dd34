package dev.lockkeeper.lab.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Lines for the person who watches, each with the time since the start. They go beside the result,
 * never into it.
 */
final class Progress {
  private final PrintStream out;
  private final long began = System.nanoTime();
  private String last = "";

  Progress(PrintStream out) {
    this.out = out;
  }

  synchronized void say(String line) {
    if (!line.equals(last)) {
      last = line;
      out.printf(Locale.ROOT, "%6.1f s  %s%n", elapsed().toMillis() / 1000.0, line);
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
