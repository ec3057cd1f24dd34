package dev.lockkeeper.worker.configuration;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single settings; a variable of the environment wins over the file. */
final class Scalars {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h)");

  private final Map<String, String> environment;
  private final Mistakes mistakes;

  Scalars(Map<String, String> environment, Mistakes mistakes) {
    this.environment = environment;
    this.mistakes = mistakes;
  }

  /**
   * Finds a setting.
   *
   * @param variable its name in the environment
   */
  Optional<Written> find(Section section, String key, String variable) {
    Optional<Written> inFile = section.text(key);
    String value = environment.get(variable);
    return value == null || value.isBlank()
        ? inFile
        : Optional.of(new Written(value.strip(), variable));
  }

  String text(Section section, String key, String variable, String otherwise) {
    return find(section, key, variable).map(Written::text).orElse(otherwise);
  }

  int number(Section section, String key, String variable, int otherwise, int least, int most) {
    return find(section, key, variable)
        .flatMap(written -> number(written, least, most))
        .orElse(otherwise);
  }

  Optional<Integer> number(Written written, int least, int most) {
    try {
      int value = Integer.parseInt(written.text());
      if (value >= least && value <= most) {
        return Optional.of(value);
      }
    } catch (NumberFormatException notANumber) {
      // Told below, in the same words as a number that is too large.
    }
    mistakes.report(
        written.place(),
        "'" + written.text() + "' is not a whole number from " + least + " to " + most);
    return Optional.empty();
  }

  Duration duration(Section section, String key, String variable, Duration otherwise) {
    return find(section, key, variable).flatMap(this::duration).orElse(otherwise);
  }

  private Optional<Duration> duration(Written written) {
    Matcher matcher = SHORT.matcher(written.text().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      return Optional.of(
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
          });
    }
    try {
      Duration iso = Duration.parse(written.text());
      if (!iso.isNegative()) {
        return Optional.of(iso);
      }
    } catch (DateTimeParseException notIso) {
      // Told below.
    }
    mistakes.report(
        written.place(),
        "'" + written.text() + "' is not a time; write a number and ms, s, m or h, such as 30s");
    return Optional.empty();
  }
}
