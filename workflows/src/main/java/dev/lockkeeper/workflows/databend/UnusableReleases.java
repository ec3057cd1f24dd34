package dev.lockkeeper.workflows.databend;

import java.util.List;
import java.util.Optional;

/** Releases that nobody should upgrade to. */
final class UnusableReleases {
  private static final List<Row> ROWS =
      List.of(
          row(
              "1.2.883",
              "1.2.884",
              "it writes compressed metadata that older query nodes cannot read, which breaks the rolling upgrade; take 1.2.884 or"
                  + " newer"),
          row("1.2.764", "1.2.765", "the vendor has withdrawn it; take 1.2.768"),
          row(
              "1.2.163",
              "1.2.288",
              "the vendor has withdrawn the releases from 1.2.163 to 1.2.287 for their faults; take 1.2.288 or newer"));

  private UnusableReleases() {}

  /** Why a release is no target, as a sentence. */
  static Optional<String> reason(DatabendRole role, DatabendVersion version) {
    return ROWS.stream()
        .filter(row -> version.atLeast(row.from()) && version.before(row.until()))
        .map(row -> "%s %s is no target: %s".formatted(role.program(), version, row.reason()))
        .findFirst();
  }

  private static Row row(String from, String until, String reason) {
    return new Row(DatabendVersion.of(from), DatabendVersion.of(until), reason);
  }

  /**
   * @param until the first release after it
   */
  private record Row(DatabendVersion from, DatabendVersion until, String reason) {}
}
