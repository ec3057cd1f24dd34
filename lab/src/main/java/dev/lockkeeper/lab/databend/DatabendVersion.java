package dev.lockkeeper.lab.databend;

import java.util.List;

/**
 * What the binaries of a release of Databend say of themselves. Taken from the tags of Databend
 * 1.1.34 to 1.2.934, and on purpose not from Lockkeeper's own table: it is what the orchestrator is
 * tested against.
 *
 * @param name as {@code --cmd ver} prints it, such as {@code 1.2.680} or {@code 1.2.930-nightly}
 */
public record DatabendVersion(String name) {
  private static final List<Limit> OLDEST_META =
      List.of(
          new Limit(823, "1.2.770"),
          new Limit(821, "1.2.768"),
          new Limit(725, "1.2.677"),
          new Limit(361, "1.2.259"),
          new Limit(287, "1.2.226"));
  private static final List<Limit> OLDEST_QUERY =
      List.of(new Limit(880, "1.2.676"), new Limit(663, "1.2.288"));
  private static final List<Limit> OLDEST_PEER =
      List.of(new Limit(929, "1.2.818"), new Limit(769, "1.2.547"), new Limit(479, "1.2.288"));
  private static final List<Limit> DATA =
      List.of(
          new Limit(655, "V004(2024-11-11: WAL based raft-log)"),
          new Limit(547, "V003(2024-06-27: Store snapshot in rotbl)"),
          new Limit(53, "V002(2023-07-22: Store snapshot in a file)"));

  /** From which 1.2 release on what is said. */
  private record Limit(int release, String text) {}

  public DatabendVersion {
    if (!name.matches("1\\.[12]\\.[0-9]{1,3}(-[0-9A-Za-z.-]+)?")) {
      throw new IllegalArgumentException(
          "The lab has look-alikes of Databend 1.1 and 1.2 only, not of " + name + ".");
    }
  }

  String oldestMeta() {
    // The nightly of 1.2.725 was built before the limit was raised, the stable release after.
    return name.equals("1.2.725-nightly") ? "1.2.259" : said(OLDEST_META, "1.1.32");
  }

  String oldestQuery() {
    return said(OLDEST_QUERY, "0.9.41");
  }

  String oldestPeer() {
    return said(OLDEST_PEER, "0.9.41");
  }

  String dataText() {
    return said(DATA, "V001(2023-05-15: Get rid of compat, use only openraft v08 data types)");
  }

  String data() {
    return dataText().substring(0, dataText().indexOf('('));
  }

  /** Whether its packaged configuration has the ports of 1.2.760 and newer. */
  boolean newPorts() {
    return release() >= 760;
  }

  private String said(List<Limit> limits, String before) {
    return limits.stream()
        .filter(limit -> release() >= limit.release())
        .map(Limit::text)
        .findFirst()
        .orElse(before);
  }

  private int release() {
    String[] numbers = name.split("-", 2)[0].split("\\.");
    return numbers[1].equals("1") ? -1 : Integer.parseInt(numbers[2]);
  }

  /** Whether a databend-query of this release and a databend-meta of the other talk. */
  public boolean talksTo(DatabendVersion meta) {
    return digits(meta.name) >= digits(oldestMeta()) && digits(name) >= digits(meta.oldestQuery());
  }

  /** Whether a databend-meta of this release and one of the other may be in one cluster. */
  public boolean joins(DatabendVersion other) {
    return digits(other.name) >= digits(oldestPeer()) && digits(name) >= digits(other.oldestPeer());
  }

  private static int digits(String version) {
    String[] numbers = version.split("-", 2)[0].split("\\.");
    return Integer.parseInt(numbers[0]) * 1_000_000
        + Integer.parseInt(numbers[1]) * 1_000
        + Integer.parseInt(numbers[2]);
  }
}
