package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Version;
import java.util.List;
import java.util.Optional;

/**
 * Which releases of Fluss can be upgraded to which, and how. The vendor's upgrade page (0.6 to 0.9)
 * says that any can be rolled; the rows here say what is known of each pair of release lines.
 */
public final class FlussCompatibility {
  /** Name of the check, for waivers. */
  public static final String CHECK = "version-pair";

  private static final String ZNODE_REASON =
      "a 0.6 CoordinatorServer cannot read the registration that a newer TabletServer writes to ZooKeeper, so it never uses an"
          + " upgraded TabletServer again, and its replicas stay out of sync (0.6.0 and 0.7.0, observed)."
          + " Use fluss.method: full-stop, which stops reads and writes for the time of the restart";
  private static final String SKIPS =
      "the vendor documents 0.6 only together with 0.7; upgrade to 0.7.0 first";

  private static final List<Row> ROWS =
      List.of(
          new Row("0.6", "0.6", Verdict.allowed("patch releases of one line")),
          new Row(
              "0.6",
              "0.7",
              Verdict.refused(ZNODE_REASON),
              Verdict.allowed("observed with 0.6.0 and 0.7.0")),
          new Row("0.6", "0.8", Verdict.refused(SKIPS)),
          new Row("0.6", "0.9", Verdict.refused(SKIPS)),
          new Row("0.7", "0.7", Verdict.allowed("patch releases of one line")),
          new Row(
              "0.7",
              "0.8",
              Verdict.allowed(
                  "the vendor's table of clients and servers has this pair; not rehearsed here")),
          new Row("0.7", "0.9", Verdict.allowed("observed with 0.7.0 and 0.9.1-incubating")),
          new Row("0.8", "0.8", Verdict.allowed("patch releases of one line")),
          new Row(
              "0.8",
              "0.9",
              Verdict.allowed(
                  "the vendor's table of clients and servers has this pair; not rehearsed here")),
          new Row("0.9", "0.9", Verdict.allowed("patch releases of one line")));

  private FlussCompatibility() {}

  /** What is known of a pair of versions. */
  public static Verdict check(Version from, Version to, FlussMethod method) {
    if (to.compareTo(from) < 0) {
      return Verdict.refused(to + " is older than " + from + "; the vendor describes no way back");
    }
    return ROWS.stream()
        .filter(row -> row.from().equals(from.line()) && row.to().equals(to.line()))
        .map(row -> method == FlussMethod.ROLLING ? row.rolling() : row.fullStop())
        .findFirst()
        .orElseGet(() -> Verdict.refused("nothing is known of upgrading " + from + " to " + to));
  }

  /**
   * Whether a CoordinatorServer of this version notices a dead TabletServer only after the replica
   * lag limit of 30 s.
   */
  public static boolean keepsDeadReplicasInSync(Version coordinator) {
    return coordinator.line().equals("0.6");
  }

  /** The oldest Java that runs a version: binaries need Java 11 from 0.8 on. */
  public static int oldestJava(Version version) {
    return version.compareTo(Version.of("0.8.0")) >= 0 ? 11 : 8;
  }

  private record Row(String from, String to, Verdict rolling, Verdict fullStop) {
    Row(String from, String to, Verdict both) {
      this(from, to, both, both);
    }
  }

  /**
   * @param refusal why not; empty when it is allowed
   * @param note what is known of the pair
   */
  public record Verdict(Optional<String> refusal, String note) {
    static Verdict allowed(String note) {
      return new Verdict(Optional.empty(), note);
    }

    static Verdict refused(String reason) {
      return new Verdict(Optional.of(reason), reason);
    }
  }
}
