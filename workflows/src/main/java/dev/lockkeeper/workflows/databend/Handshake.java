package dev.lockkeeper.workflows.databend;

import java.util.Optional;

/**
 * The handshake between databend-query and databend-meta: each names the oldest release of the
 * other it talks to, that one included, and both must be content (0.8 to 1.2.934). The table on the
 * vendor's page ends at 1.2.361 and lacks five later limits, so only the binaries count.
 */
final class Handshake {
  private Handshake() {}

  static Optional<Objection> objection(QueryBinary query, MetaBinary meta) {
    if (query.version().before(meta.oldestQuery())) {
      return Optional.of(new Objection.QueryTooOldForMeta(query, meta));
    }
    if (meta.version().before(query.oldestMeta())) {
      return Optional.of(new Objection.MetaTooOldForQuery(query, meta));
    }
    return Optional.empty();
  }

  /** Why a pair gets along, with the numbers that were compared. */
  static String agreement(QueryBinary query, MetaBinary meta) {
    return "query "
        + query.version()
        + " talks to meta "
        + meta.version()
        + ": it needs meta "
        + query.oldestMeta()
        + " or newer, which needs query "
        + meta.oldestQuery()
        + " or newer";
  }
}
