package dev.lockkeeper.activities.databend;

import dev.lockkeeper.workflows.databend.DatabendVersion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the release in the other texts that have it: {@code select version()}, system.clusters, the
 * banners, the log, and binary_version, with or without commit and compiler.
 */
public final class VersionText {
  /** The suffix is matched up to the commit, which stands before an opening parenthesis. */
  private static final Pattern WITH_COMMIT =
      Pattern.compile(
          "v?([0-9]+\\.[0-9]+\\.[0-9]+(?:-[0-9A-Za-z.\\-]+?)?)-[0-9a-f]{7,10}(?:-simd)?\\(");

  /** What the MySQL port puts before it, so that clients of MySQL take it for one. */
  private static final Pattern MYSQL = Pattern.compile("8\\.0\\.[0-9]+-(?=v)");

  private static final Pattern ALONE =
      Pattern.compile("v?([0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}(?:-[0-9A-Za-z.-]+)?)");

  private VersionText() {}

  /**
   * The release that a text names. Empty if it names none; so it is for gRPC's BinaryVersion since
   * 1.2.880, which is the date of a library ({@code 260312.5.0}).
   */
  public static Optional<DatabendVersion> find(String text) {
    Matcher commit = WITH_COMMIT.matcher(MYSQL.matcher(text).replaceFirst(""));
    if (commit.find()) {
      return Optional.of(DatabendVersion.of(commit.group(1)));
    }
    Matcher alone = ALONE.matcher(text.strip());
    return alone.matches() ? Optional.of(DatabendVersion.of(alone.group(1))) : Optional.empty();
  }
}
