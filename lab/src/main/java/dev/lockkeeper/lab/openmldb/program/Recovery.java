package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Plans operations. Nothing is done when these methods return; that is the trap of the commands
 * that call them.
 */
final class Recovery {
  private final Catalog catalog;
  private volatile boolean automatic;

  Recovery(Catalog catalog) {
    this.catalog = catalog;
  }

  boolean automatic() {
    return automatic;
  }

  void setAutomatic(boolean value) {
    automatic = value;
  }

  void offline(String endpoint) throws IOException {
    Log.say("Run OfflineEndpoint. endpoint is " + endpoint);
    synchronized (catalog) {
      for (Row row : catalog.rows(row -> row.endpoint.equals(endpoint))) {
        List<Row> all = catalog.partition(row.tid, row.pid);
        if (all.size() == 1) {
          catalog.plan("kUpdatePartitionStatusOP", row, endpoint, false);
        } else if (!row.leader) {
          catalog.plan("kOfflineReplicaOP", row, endpoint, false);
        } else if (row.alive && all.stream().anyMatch(other -> !other.leader && other.alive)) {
          catalog.plan("kChangeLeaderOP", row, "auto", false);
        }
        // A leader without a living follower is passed over, without an error.
      }
    }
  }

  void recover(String endpoint, boolean restore) throws IOException {
    Log.say("Run RecoverEndpoint. endpoint is " + endpoint);
    synchronized (catalog) {
      for (Row row : catalog.rows(row -> row.endpoint.equals(endpoint))) {
        if (!row.alive || catalog.partition(row.tid, row.pid).size() == 1) {
          catalog.plan("kRecoverTableOP", row, endpoint, restore && row.leader);
        }
      }
    }
  }

  void recoverTable(String database, String table, String pid, String endpoint) throws IOException {
    synchronized (catalog) {
      Row row =
          find(database, table, pid).stream()
              .filter(one -> one.endpoint.equals(endpoint))
              .findFirst()
              .orElseThrow(() -> new Wire.Refusal("endpoint does not exist"));
      if (row.alive) {
        throw new Wire.Refusal("table is alive, need not recover");
      }
      catalog.plan("kRecoverTableOP", row, endpoint, false);
    }
  }

  void changeLeader(String database, String table, String pid, Optional<String> candidate)
      throws IOException {
    synchronized (catalog) {
      List<Row> partition = find(database, table, pid);
      if (candidate.isEmpty() && partition.stream().anyMatch(row -> row.leader && row.alive)) {
        throw new Wire.Refusal("leader is alive");
      }
      if (partition.stream().allMatch(row -> row.leader)) {
        throw new Wire.Refusal("no follower");
      }
      String wanted = candidate.orElse("auto");
      if (partition.stream()
          .noneMatch(
              row ->
                  !row.leader
                      && row.alive
                      && (wanted.equals("auto") || row.endpoint.equals(wanted)))) {
        throw new Wire.Refusal("no alive follower");
      }
      catalog.plan("kChangeLeaderOP", partition.get(0), wanted, false);
    }
  }

  /** Whether nothing is under way or waiting for the partitions of a tablet. */
  boolean idle(String endpoint) {
    synchronized (catalog) {
      List<Row> rows = catalog.rows(row -> row.endpoint.equals(endpoint));
      return catalog
          .ops(op -> !op.over() && rows.stream().anyMatch(row -> row.samePartition(op.tid, op.pid)))
          .isEmpty();
    }
  }

  private List<Row> find(String database, String table, String pid) throws IOException {
    List<Row> rows = catalog.rows(row -> row.database.equals(database) && row.table.equals(table));
    if (rows.isEmpty()) {
      throw new Wire.Refusal("table does not exist");
    }
    List<Row> partition =
        rows.stream().filter(row -> Integer.toString(row.pid).equals(pid)).toList();
    if (partition.isEmpty()) {
      throw new Wire.Refusal("pid does not exist");
    }
    return partition;
  }
}
