package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the leading nameserver knows, kept in ZooKeeper for the next leader: replicas, and those
 * operations that are under way or failed. Whoever uses more than one method holds its monitor.
 */
final class Catalog {
  static final List<String> INTERNAL_DATABASES =
      List.of("__INTERNAL_DB", "__PRE_AGG_DB", "INFORMATION_SCHEMA");

  private final ZooKeeperSession session;
  private final String root;
  private final List<Row> rows = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private long lastOp;

  Catalog(ZooKeeperSession session, String root) {
    this.session = session;
    this.root = root;
  }

  synchronized void load() throws IOException {
    session.textOr(root + "/table/lab", "").lines().map(Row::parse).forEach(rows::add);
    session.textOr(root + "/op/op_data/lab", "").lines().map(Op::parse).forEach(ops::add);
    lastOp = Long.parseLong(session.textOr(root + "/op/op_index", "0"));
  }

  synchronized void save() throws IOException {
    StringBuilder replicas = new StringBuilder();
    rows.forEach(row -> replicas.append(row.line()).append('\n'));
    session.put(root + "/table/lab", replicas.toString());
    StringBuilder operations = new StringBuilder();
    for (Op op : ops) {
      if (!op.over() || op.status.equals("kFailed")) {
        operations.append(op.line()).append('\n');
      }
    }
    session.put(root + "/op/op_data/lab", operations.toString());
    session.put(root + "/op/op_index", Long.toString(lastOp));
  }

  synchronized List<Row> rows(Predicate<Row> wanted) {
    return rows.stream().filter(wanted).toList();
  }

  synchronized List<Row> partition(int tid, int pid) {
    return rows(row -> row.samePartition(tid, pid));
  }

  synchronized List<Op> ops(Predicate<Op> wanted) {
    return ops.stream().filter(wanted).toList();
  }

  synchronized Set<String> databases() {
    Set<String> names = new TreeSet<>();
    rows.forEach(row -> names.add(row.database));
    return names;
  }

  synchronized int nextTid() {
    return 1 + rows.stream().mapToInt(row -> row.tid).max().orElse(0);
  }

  synchronized void add(Row row) {
    rows.add(row);
  }

  synchronized Op plan(String type, Row about, String endpoint, boolean restore)
      throws IOException {
    lastOp++;
    Op op = new Op(lastOp, type, about, endpoint, restore);
    ops.add(op);
    save();
    return op;
  }
}
