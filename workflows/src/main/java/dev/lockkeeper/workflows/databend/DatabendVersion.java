package dev.lockkeeper.workflows.databend;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Databend as its binaries print it. Only the three numbers count in every comparison:
 * Databend itself drops {@code -nightly}, {@code -p3} or {@code -patch-9} before it compares
 * (1.2.934), while semantic versioning would rank a nightly below its minimum.
 *
 * @param suffix what follows the numbers, with its hyphen; empty for a plain release
 */
public record DatabendVersion(int major, int minor, int patch, String suffix)
    implements Comparable<DatabendVersion> {
  private static final Pattern FORM =
      Pattern.compile("v?([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(-[0-9A-Za-z.-]{1,40})?");

  /**
   * The version of that name, such as {@code 1.2.680-p3}; the leading {@code v} of a tag is
   * dropped.
   */
  @JsonCreator
  public static DatabendVersion of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a release of Databend such as 1.2.680 or 1.2.930-nightly");
    }
    String suffix = matcher.group(4);
    return new DatabendVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        suffix == null ? "" : suffix);
  }

  /** Whether its numbers are the other's or greater. */
  public boolean atLeast(DatabendVersion other) {
    return compareTo(other) >= 0;
  }

  /** Whether its numbers are smaller than the other's. */
  public boolean before(DatabendVersion other) {
    return compareTo(other) < 0;
  }

  /**
   * Whether it was built before the other. Of one number, the nightly and release candidates come
   * first, then the stable release, then its patches (tags up to 1.2.934).
   */
  public boolean builtBefore(DatabendVersion other) {
    int order = compareTo(other);
    return order < 0 || order == 0 && stage() < other.stage();
  }

  private int stage() {
    if (suffix.isEmpty()) {
      return 1;
    }
    return suffix.startsWith("-nightly") || suffix.startsWith("-rc") ? 0 : 2;
  }

  /** By the numbers alone: a nightly and the stable release of one number are equal here. */
  @Override
  public int compareTo(DatabendVersion other) {
    return Integer.compare(digits(), other.digits());
  }

  @JsonValue
  @Override
  public String toString() {
    return major + "." + minor + "." + patch + suffix;
  }

  /** The numbers as one, as the daemons tell them to each other in their handshake. */
  private int digits() {
    return major * 1_000_000 + minor * 1_000 + patch;
  }
}
