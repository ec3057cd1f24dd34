package dev.lockkeeper.workflows.databend;

import java.util.Optional;

/**
 * What two releases of databend-query do to each other while both run during a rolling upgrade (the
 * vendor's page on compatibility, 2026-08).
 */
final class QueryPeers {
  private static final DatabendVersion READS_BOTH_ROLES = DatabendVersion.of("1.2.307");
  private static final DatabendVersion WRITES_NEW_ROLES = DatabendVersion.of("1.2.311");
  private static final DatabendVersion NEW_STORAGE_PATH = DatabendVersion.of("1.2.709");

  private QueryPeers() {}

  /** What speaks against both running at once. */
  static Optional<Objection> objection(DatabendVersion one, DatabendVersion other) {
    DatabendVersion newer = one.atLeast(other) ? one : other;
    DatabendVersion older = one.atLeast(other) ? other : one;
    if (rolesUnreadable(newer, older)) {
      return Optional.of(
          new Objection.QueriesApart(
              newer,
              older,
              "from 1.2.311 on roles are written in a form that only 1.2.307 and newer read; stop at 1.2.307"));
    }
    return tablesUnreadable(newer, older)
        ? Optional.of(
            new Objection.QueriesApart(
                newer,
                older,
                "from 1.2.709 on tables lie on another path of the storage, where older releases may not find them"))
        : Optional.empty();
  }

  /** What speaks against the change itself, even if all nodes change at the same moment. */
  static Optional<Objection> objectionToChange(DatabendVersion from, DatabendVersion to) {
    return rolesUnreadable(to, from) ? objection(to, from) : Optional.empty();
  }

  /** How the nodes have to be changed. */
  static RollManner manner(DatabendVersion from, DatabendVersion to) {
    return tablesUnreadable(to, from) ? RollManner.ALL_TOGETHER : RollManner.ONE_BY_ONE;
  }

  private static boolean rolesUnreadable(DatabendVersion newer, DatabendVersion older) {
    return newer.atLeast(WRITES_NEW_ROLES) && older.before(READS_BOTH_ROLES);
  }

  private static boolean tablesUnreadable(DatabendVersion newer, DatabendVersion older) {
    return newer.atLeast(NEW_STORAGE_PATH) && older.before(NEW_STORAGE_PATH);
  }
}
