package dev.lockkeeper.activities.kwdb;

import java.util.Set;

/**
 * A job of the database that has not ended.
 *
 * @param type such as {@code SCHEMA CHANGE} or {@code IMPORT}
 * @param status such as {@code running}
 */
public record RunningJob(long id, String type, String status, String description) {
  /** Others, such as SCHEMA CHANGE GC, STREAM and RETENTION, may run for ever. */
  private static final Set<String> BLOCKING =
      Set.of("SCHEMA CHANGE", "IMPORT", "EXPORT", "BACKUP", "RESTORE", "REPLICA_REBALANCE");

  /** Whether an upgrade has to wait for its end. */
  public boolean blocksUpgrade() {
    return BLOCKING.contains(type);
  }
}
