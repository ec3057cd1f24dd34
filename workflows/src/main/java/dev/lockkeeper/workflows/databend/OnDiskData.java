package dev.lockkeeper.workflows.databend;

import java.util.List;
import java.util.Optional;

/**
 * Which data a databend-meta can take over when it starts. Read in the source: the vendor's page
 * says that V004 takes V002, but from 1.2.769 on the daemon panics on it.
 */
final class OnDiskData {
  private static final List<Row> ROWS =
      List.of(
          row("1.2.769", DataVersion.V003),
          row("1.2.528", DataVersion.V002),
          row("1.2.53", DataVersion.V001),
          row("0.0.0", DataVersion.V0));

  private OnDiskData() {}

  static Optional<Objection> objection(MetaBinary meta, DataVersion onDisk) {
    DataVersion oldest = oldest(meta.version());
    if (onDisk.compareTo(oldest) < 0) {
      return Optional.of(new Objection.DataTooOld(meta, onDisk, oldest));
    }
    return onDisk.compareTo(meta.working()) > 0
        ? Optional.of(new Objection.DataTooNew(meta, onDisk))
        : Optional.empty();
  }

  /** What happens to the data of a node at its start. */
  static String fate(MetaBinary meta, DataVersion onDisk) {
    return "meta "
        + meta.version()
        + (onDisk == meta.working()
            ? " keeps the data as " + onDisk
            : " converts the data from " + onDisk + " to " + meta.working() + " at its start");
  }

  private static DataVersion oldest(DatabendVersion version) {
    for (Row row : ROWS) {
      if (version.atLeast(row.from())) {
        return row.oldest();
      }
    }
    return DataVersion.V0;
  }

  private static Row row(String from, DataVersion oldest) {
    return new Row(DatabendVersion.of(from), oldest);
  }

  private record Row(DatabendVersion from, DataVersion oldest) {}
}
