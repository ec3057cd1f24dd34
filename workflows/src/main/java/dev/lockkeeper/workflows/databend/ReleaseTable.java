package dev.lockkeeper.workflows.databend;

import java.util.List;
import java.util.Optional;

/**
 * What the binaries of published releases print, for releases nobody has at hand: the vendor's own
 * extraction from every tag up to 1.2.929 and the tags after it. Ranges are by number; where a
 * nightly and a stable release of one number differ, the stable one is meant.
 */
public final class ReleaseTable {
  private static final DatabendVersion LAST = DatabendVersion.of("1.2.934");

  /** From which release on which query needs which meta, newest first. */
  private static final List<Row> OLDEST_META =
      List.of(
          row("1.2.823", "1.2.770"),
          row("1.2.821", "1.2.768"),
          row("1.2.725", "1.2.677"),
          row("1.2.361", "1.2.259"),
          row("1.2.287", "1.2.226"),
          row("1.1.34", "1.1.32"),
          row("0.8.80", "0.8.35"),
          row("0.8.36", "0.8.30"),
          row("0.8.30", "0.7.63"));

  /** From which release on which meta needs which query, newest first. */
  private static final List<Row> OLDEST_QUERY =
      List.of(
          row("1.2.880", "1.2.676"),
          row("1.2.663", "1.2.288"),
          row("0.9.42", "0.9.41"),
          row("0.9.24", "0.8.80"),
          row("0.8.30", "0.7.59"));

  /**
   * Releases to stop at on the way, the preferred ones first: those the vendor's own tests upgrade
   * data directories with, then stable releases.
   */
  private static final List<DatabendVersion> STOPS =
      List.of(
              "1.2.680",
              "1.2.527-nightly",
              "1.2.833-patch-1",
              "1.2.307",
              "1.2.768-patch.1",
              "1.2.925-patch-9",
              "1.2.888-patch-8",
              "1.2.725",
              "1.2.697-p1",
              "1.2.615",
              "1.2.452",
              "1.2.371",
              "1.1.55-patch3")
          .stream()
          .map(DatabendVersion::of)
          .toList();

  private ReleaseTable() {}

  /** The releases to stop at, the preferred ones first. */
  public static List<DatabendVersion> stops() {
    return STOPS;
  }

  /** What the query binary of a release prints; empty outside of what the table covers. */
  public static Optional<QueryBinary> query(DatabendVersion version) {
    return find(OLDEST_META, version).map(oldest -> new QueryBinary(version, oldest));
  }

  /** What the meta binary of a release prints; empty outside of what the table covers. */
  public static Optional<MetaBinary> meta(DatabendVersion version) {
    return find(OLDEST_QUERY, version)
        .map(oldest -> new MetaBinary(version, oldest, working(version)));
  }

  private static DataVersion working(DatabendVersion version) {
    if (version.atLeast(DatabendVersion.of("1.2.655"))) {
      return DataVersion.V004;
    }
    if (version.atLeast(DatabendVersion.of("1.2.547"))) {
      return DataVersion.V003;
    }
    if (version.atLeast(DatabendVersion.of("1.2.53"))) {
      return DataVersion.V002;
    }
    return version.atLeast(DatabendVersion.of("1.1.40")) ? DataVersion.V001 : DataVersion.V0;
  }

  private static Optional<DatabendVersion> find(List<Row> rows, DatabendVersion version) {
    return LAST.before(version)
        ? Optional.empty()
        : rows.stream().filter(row -> version.atLeast(row.from())).map(Row::oldest).findFirst();
  }

  private static Row row(String from, String oldest) {
    return new Row(DatabendVersion.of(from), DatabendVersion.of(oldest));
  }

  private record Row(DatabendVersion from, DatabendVersion oldest) {}
}
