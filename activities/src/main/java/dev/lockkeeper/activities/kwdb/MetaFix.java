package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.workflows.model.Version;
import java.util.regex.Pattern;

/** What has to be changed in an exported meta.sql before a newer release can read it. */
final class MetaFix {
  private static final Version REWRITTEN = Version.of("3.0.0");

  /** Time-series tables of 2.x have it, and 3.0.0 does not know it any more. */
  private static final Pattern PARTITION_INTERVAL =
      Pattern.compile("(?i)\\s+PARTITION\\s+INTERVAL\\s+[0-9]+\\s*[a-z]+");

  private MetaFix() {}

  /**
   * The text for the new release.
   *
   * @param from the release that exported it
   */
  static String fixed(String meta, Version from) {
    return from.compareTo(REWRITTEN) < 0 ? PARTITION_INTERVAL.matcher(meta).replaceAll("") : meta;
  }

  /** Whether the table is one of time series, which lie in databases of their own kind. */
  static boolean isTimeSeries(String meta) {
    return Pattern.compile("(?i)\\bTAGS\\s*\\(").matcher(meta).find();
  }
}
