package dev.lockkeeper.lab.openmldb.program;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** An operation on a partition. */
final class Op {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

  final long id;
  final String type;
  final String database;
  final String table;
  final int tid;
  final int pid;

  /** The tablet it is about; for a change of leader the candidate, or "auto". */
  final String endpoint;

  /** Whether the tablet shall lead again in the end. */
  final boolean restore;

  String status = "kInited";
  String started = "";
  String ended = "";
  String task = "";
  private long startedAt;

  Op(long id, String type, Row about, String endpoint, boolean restore) {
    this(id, type, about.database, about.table, about.tid, about.pid, endpoint, restore);
  }

  private Op(
      long id,
      String type,
      String database,
      String table,
      int tid,
      int pid,
      String endpoint,
      boolean restore) {
    this.id = id;
    this.type = type;
    this.database = database;
    this.table = table;
    this.tid = tid;
    this.pid = pid;
    this.endpoint = endpoint;
    this.restore = restore;
  }

  static Op parse(String line) {
    String[] words = line.split("\t", -1);
    Op op =
        new Op(
            Long.parseLong(words[0]),
            words[1],
            words[2],
            words[3],
            Integer.parseInt(words[4]),
            Integer.parseInt(words[5]),
            words[6],
            Boolean.parseBoolean(words[7]));
    // What another leader had begun begins again.
    op.status = words[8].equals("kDoing") ? "kInited" : words[8];
    op.started = words[9];
    op.ended = words[10];
    return op;
  }

  String line() {
    return String.join(
        "\t",
        Long.toString(id),
        type,
        database,
        table,
        Integer.toString(tid),
        Integer.toString(pid),
        endpoint,
        Boolean.toString(restore),
        status,
        started,
        ended);
  }

  void begin() {
    status = "kDoing";
    started = LocalDateTime.now().format(TIME);
    startedAt = System.nanoTime();
  }

  void end(String how) {
    status = how;
    task = "";
    ended = LocalDateTime.now().format(TIME);
  }

  boolean waits() {
    return status.equals("kInited");
  }

  boolean over() {
    return !waits() && !status.equals("kDoing");
  }

  /** A row of showopstatus. */
  String shown() {
    String took =
        started.isEmpty()
            ? ""
            : Amounts.age((System.nanoTime() - startedAt) / 1_000_000_000 * 1_000);
    return String.join(
        "\t",
        Long.toString(id),
        type,
        table,
        Integer.toString(pid),
        status,
        started,
        took.equals("0ms") ? "0s" : took,
        ended,
        task,
        "no");
  }
}
