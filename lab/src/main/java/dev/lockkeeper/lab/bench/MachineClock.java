package dev.lockkeeper.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long the machine's cores have worked, all programs together. */
final class MachineClock {
  /** The kernel counts in hundredths of a second for every program it tells (USER_HZ). */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER = 1;
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;

  private MachineClock() {}

  /** Seconds of work since the machine has started. */
  static double busySeconds() {
    try {
      String[] words = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
      double ticks = 0;
      for (int i = USER; i < STEAL; i++) {
        ticks += i == IDLE || i == IO_WAIT ? 0 : Double.parseDouble(words[i]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException("/proc/stat cannot be read", e);
    }
  }
}
