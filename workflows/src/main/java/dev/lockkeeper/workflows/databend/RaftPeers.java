package dev.lockkeeper.workflows.databend;

import java.util.List;
import java.util.Optional;

/**
 * Which releases of databend-meta can be members of one Raft group. The binaries do not tell; the
 * rows are the table in Databend's src/meta/README.md, the strictest there is, and the row of
 * 1.2.929 is from its list of Raft peers (both in 1.2.934). A row tells how far back the newer of
 * two releases gets along.
 */
final class RaftPeers {
  private static final List<Row> ROWS =
      List.of(
          row("1.2.929", "1.2.818"),
          row("1.2.769", "1.2.547"),
          row("1.2.479", "1.2.288"),
          row("0.9.41", "0.9.41"));

  private RaftPeers() {}

  static Optional<Objection> objection(DatabendVersion one, DatabendVersion other) {
    int order = one.compareTo(other);
    if (order == 0) {
      return Optional.empty();
    }
    DatabendVersion newer = order > 0 ? one : other;
    DatabendVersion older = order > 0 ? other : one;
    for (Row row : ROWS) {
      if (newer.atLeast(row.from())) {
        return older.atLeast(row.oldestPeer())
            ? Optional.empty()
            : Optional.of(
                new Objection.MetasApart(
                    newer,
                    older,
                    "from " + row.from() + " on, the others must be at least " + row.oldestPeer()));
      }
    }
    return Optional.of(
        new Objection.MetasApart(newer, older, "nothing is known of releases before 0.9.41"));
  }

  private static Row row(String from, String oldestPeer) {
    return new Row(DatabendVersion.of(from), DatabendVersion.of(oldestPeer));
  }

  private record Row(DatabendVersion from, DatabendVersion oldestPeer) {}
}
