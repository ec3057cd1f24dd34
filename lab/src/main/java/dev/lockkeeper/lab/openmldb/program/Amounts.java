package dev.lockkeeper.lab.openmldb.program;

import java.util.Locale;

/** Amounts as the vendor's tables show them. */
final class Amounts {
  private static final String[] UNITS = {"", "K", "M", "G"};

  private Amounts() {}

  /** {@code 125.000 K}; below a thousand the unit is empty and its blank stays. */
  static String bytes(long amount) {
    double value = amount;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.3f %s", value, UNITS[unit]);
  }

  /** {@code 900ms}, {@code 59s}, {@code 7m}, {@code 3h}, {@code 15d}, cut off and not rounded. */
  static String age(long millis) {
    if (millis < 1_000) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }
}
