package dev.lockkeeper.workflows.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release's version as the vendor writes it, ordered by its numbers. The suffix ({@code
 * -incubating}, {@code -nightly}) belongs to the name but not to the order.
 */
public record Version(String text) implements Comparable<Version> {
  /** The form every version must have. */
  public static final String PATTERN = "[0-9]{1,5}(\\.[0-9]{1,5}){1,3}(-[A-Za-z0-9.-]{1,32})?";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  public Version {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a version such as 0.9.1-incubating");
    }
  }

  @JsonCreator
  public static Version of(String text) {
    return new Version(text);
  }

  /** Whether a text has the form of a version. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** The version's numbers without its suffix, such as {@code 0.9.1}. */
  public String numbers() {
    Matcher matcher = Pattern.compile("[0-9.]+").matcher(text);
    return matcher.find() ? matcher.group() : text;
  }

  /**
   * The first two numbers, such as {@code 0.9}: the line of releases the vendor's compatibility
   * tables speak of.
   */
  public String line() {
    int[] parts = parts();
    return parts[0] + "." + parts[1];
  }

  @Override
  public int compareTo(Version other) {
    return Arrays.compare(parts(), other.parts());
  }

  private int[] parts() {
    return Arrays.copyOf(
        Arrays.stream(numbers().split("\\.")).mapToInt(Integer::parseInt).toArray(), 4);
  }

  @Override
  @JsonValue
  public String toString() {
    return text;
  }
}
