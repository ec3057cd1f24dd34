package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.view.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the times of a report in its zone: with the date only where a run lasts over midnight. The
 * day on which it is written plays no part, so that the same data give the same text.
 */
record Stamp(ZoneId zone, boolean oneDay) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  static Stamp of(Summary summary) {
    ZoneId zone = ZoneId.of(summary.zone());
    ZonedDateTime from = summary.startedAt().atZone(zone);
    ZonedDateTime to = summary.endedAt().atZone(zone);
    return new Stamp(zone, from.toLocalDate().equals(to.toLocalDate()));
  }

  String at(Instant instant) {
    return (oneDay ? TIME : DAY_AND_TIME).format(instant.atZone(zone));
  }

  /** With the date, always. */
  String full(Instant instant) {
    return DAY_AND_TIME.format(instant.atZone(zone));
  }

  /** For an axis: no more than it takes to tell one mark from the next. */
  String tick(Instant instant, Duration step) {
    String pattern =
        step.toSeconds() < 60 ? "HH:mm:ss" : step.toHours() < 24 && oneDay ? "HH:mm" : "dd. HH:mm";
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(instant.atZone(zone));
  }

  /** How long something took; nothing while it is not over. */
  static String took(Instant from, @Nullable Instant to) {
    return to == null ? "" : length(Duration.between(from, to));
  }

  static String length(Duration duration) {
    return duration.toMillis() < 60_000
        ? Times.seconds(Math.max(0, duration.toMillis()) / 1000.0)
        : minutes(duration);
  }

  /** To the second while that says something. */
  private static String minutes(Duration duration) {
    return duration.toSeconds() < 3600
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : Times.length(duration);
  }

  static String length(double seconds) {
    return length(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
