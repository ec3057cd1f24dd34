package dev.lockkeeper.starter.view;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes times in the operator's zone, and durations as people say them. */
public record Times(Clock clock) {
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter OTHER_DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  public static Times in(ZoneId zone) {
    return new Times(Clock.system(zone));
  }

  /** A point in time; the date only when it is not today's. */
  public String at(Instant instant) {
    ZonedDateTime local = instant.atZone(clock.getZone());
    return local.toLocalDate().equals(LocalDate.now(clock))
        ? TODAY.format(local)
        : OTHER_DAY.format(local);
  }

  public String now() {
    return at(clock.instant());
  }

  /** How long ago, such as {@code 3 min ago}. */
  public String ago(Instant instant) {
    return length(Duration.between(instant, clock.instant())) + " ago";
  }

  /** A duration in its two largest units. */
  public static String length(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
    return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /** Seconds with one decimal; nothing when they are not known. */
  public static String seconds(@Nullable Double seconds) {
    return seconds == null ? "" : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
