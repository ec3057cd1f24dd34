package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Does the planned operations: a few at a time, one at a time for a partition, in their order. */
final class OperationRunner {
  private static final int BEAT_MILLIS = 20;

  /** While there is such a file in the nameserver's home, no operation gets on. */
  private static final Path HOLD = Path.of("hold-operations");

  private final Catalog catalog;
  private final TabletWatch watch;
  private final int concurrency;
  private final int millis;

  OperationRunner(Catalog catalog, TabletWatch watch, Flags flags) {
    this.catalog = catalog;
    this.watch = watch;
    this.concurrency = flags.number("name_server_task_concurrency", 2);
    this.millis = flags.number("lab_operation_millis", 300);
  }

  void start() {
    for (int i = 0; i < concurrency; i++) {
      Thread thread = new Thread(this::work, "operations");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void work() {
    while (true) {
      try {
        Optional<Op> next = next();
        if (next.isPresent()) {
          perform(next.get());
        } else {
          Thread.sleep(BEAT_MILLIS);
        }
      } catch (IOException e) {
        Log.say("operations: " + e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Optional<Op> next() {
    synchronized (catalog) {
      Optional<Op> next =
          catalog.ops(Op::waits).stream()
              .filter(
                  op ->
                      catalog
                          .ops(
                              other ->
                                  !other.over()
                                      && other.id < op.id
                                      && other.tid == op.tid
                                      && other.pid == op.pid)
                          .isEmpty())
              .findFirst();
      next.ifPresent(Op::begin);
      return next;
    }
  }

  private void perform(Op op) throws IOException, InterruptedException {
    String how = "kDone";
    try {
      do {
        Thread.sleep(millis);
      } while (Files.exists(HOLD));
      switch (op.type) {
        case "kChangeLeaderOP" -> changeLeader(op);
        case "kOfflineReplicaOP", "kUpdatePartitionStatusOP" -> markDead(op);
        case "kRecoverTableOP" -> recoverTable(op);
        case "kReAddReplicaOP", "kReLoadTableOP" -> load(op);
        default -> throw new IOException("unknown operation " + op.type);
      }
    } catch (IOException e) {
      Log.say("operation " + op.id + " " + op.type + " failed: " + e.getMessage());
      how = "kFailed";
    }
    synchronized (catalog) {
      op.end(how);
      catalog.save();
    }
  }

  private void changeLeader(Op op) throws IOException {
    op.task = "kSelectLeader";
    Row next =
        catalog.partition(op.tid, op.pid).stream()
            .filter(row -> !row.leader && row.alive && watch.healthy(row.endpoint))
            .filter(row -> op.endpoint.equals("auto") || row.endpoint.equals(op.endpoint))
            .max(Comparator.comparingLong(row -> row.offset))
            .orElseThrow(() -> new IOException("no alive follower"));
    op.task = "kChangeLeader";
    List<Row> old;
    synchronized (catalog) {
      old = catalog.partition(op.tid, op.pid).stream().filter(row -> row.leader).toList();
    }
    String answer =
        Wire.call(
                watch.address(next.endpoint),
                "promote",
                Integer.toString(op.tid),
                Integer.toString(op.pid),
                followers(op, next.endpoint))
            .get(0);
    synchronized (catalog) {
      // The old leader keeps its role in the table until it is recovered.
      old.forEach(row -> row.alive = false);
      next.leader = true;
      next.promotedAt = Long.parseLong(answer);
      if (op.restore) {
        for (Row displaced : old) {
          catalog.plan("kRecoverTableOP", displaced, displaced.endpoint, false);
        }
      }
    }
  }

  private void markDead(Op op) throws IOException {
    op.task = "kUpdateTableInfo";
    synchronized (catalog) {
      row(op).alive = false;
    }
    tellFollowers(op);
  }

  /** Only chooses what is to be done, and is done itself when that has only been planned. */
  private void recoverTable(Op op) throws IOException {
    synchronized (catalog) {
      Row row = row(op);
      boolean led =
          catalog.partition(op.tid, op.pid).stream()
              .anyMatch(one -> one.leader && one.alive && one != row);
      catalog.plan(led ? "kReAddReplicaOP" : "kReLoadTableOP", row, op.endpoint, op.restore);
    }
  }

  private void load(Op op) throws IOException, InterruptedException {
    boolean asLeader = op.type.equals("kReLoadTableOP");
    Optional<Row> leader = leader(op);
    op.task = "kLoadTable";
    String address = watch.address(op.endpoint);
    Wire.call(
        address,
        "load",
        Integer.toString(op.tid),
        Integer.toString(op.pid),
        asLeader ? "leader" : "follower",
        Long.toString(
            asLeader ? Long.MAX_VALUE : leader.map(row -> row.promotedAt).orElse(Long.MAX_VALUE)));
    String place = op.tid + "\t" + op.pid + "\t";
    while (Wire.call(address, "status").stream()
        .noneMatch(line -> line.startsWith(place) && line.contains("kTableNormal"))) {
      Thread.sleep(BEAT_MILLIS);
    }
    synchronized (catalog) {
      Row row = row(op);
      row.leader = asLeader;
      row.alive = true;
    }
    op.task = "kCheckBinlogSyncProgress";
    // Done although the follower may lag behind: only a lag of 100000 and more is waited for
    // (check_binlog_sync_progress_delta).
    tellFollowers(op);
    if (op.restore) {
      synchronized (catalog) {
        catalog.plan("kChangeLeaderOP", row(op), op.endpoint, true);
      }
    }
  }

  private void tellFollowers(Op op) throws IOException {
    Optional<Row> leader = leader(op);
    if (leader.isPresent() && watch.healthy(leader.get().endpoint)) {
      Wire.call(
          watch.address(leader.get().endpoint),
          "follow",
          Integer.toString(op.tid),
          Integer.toString(op.pid),
          followers(op, leader.get().endpoint));
    }
  }

  private Optional<Row> leader(Op op) {
    return catalog.partition(op.tid, op.pid).stream()
        .filter(row -> row.leader && row.alive)
        .findFirst();
  }

  private String followers(Op op, String leader) throws IOException {
    List<String> followers = new ArrayList<>();
    for (Row row : catalog.partition(op.tid, op.pid)) {
      if (!row.leader && row.alive && !row.endpoint.equals(leader)) {
        followers.add(row.endpoint + "|" + watch.address(row.endpoint));
      }
    }
    return String.join(",", followers);
  }

  private Row row(Op op) throws IOException {
    return catalog.partition(op.tid, op.pid).stream()
        .filter(row -> row.endpoint.equals(op.endpoint))
        .findFirst()
        .orElseThrow(() -> new IOException("no such replica"));
  }
}
