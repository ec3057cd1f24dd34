package dev.lockkeeper.activities.host;

import dev.lockkeeper.workflows.model.HostFacts.ClockReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Compares a node's clock with the worker's. The node took its time twice within the round trip, so
 * its clock is ahead of the worker's by at least its second time minus the end of the round trip,
 * and at most its first time minus the beginning.
 */
final class ClockMath {
  private ClockMath() {}

  /**
   * @param fields of the line: name, first time, second time, each with its unit
   * @return null when they are no times
   */
  static @Nullable ClockReading reading(String[] fields, Instant sent, Instant returned) {
    if (fields.length != 3 || !isTime(fields[1]) || !isTime(fields[2])) {
      return null;
    }
    long most = millis(fields[1]) + unit(fields[1]) - sent.toEpochMilli();
    long least = millis(fields[2]) - returned.toEpochMilli();
    return new ClockReading(Math.floorDiv(most + least, 2L), Math.abs(most - least) / 2);
  }

  private static boolean isTime(String text) {
    return text.matches("[0-9]{9,14} m?s");
  }

  private static long millis(String time) {
    return Long.parseLong(time.substring(0, time.indexOf(' '))) * unit(time);
  }

  /** A time is cut down to its unit, so the truth lies up to one unit later. */
  private static long unit(String time) {
    return time.endsWith(" ms") ? 1 : 1000;
  }
}
