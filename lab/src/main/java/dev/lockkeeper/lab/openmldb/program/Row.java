package dev.lockkeeper.lab.openmldb.program;

/** A replica of a partition as the nameserver believes it to be. */
final class Row {
  final String database;
  final String table;
  final int tid;
  final int pid;
  final String endpoint;
  boolean leader;
  boolean alive;

  /** The offset at which it became leader; what others have beyond it was lost. */
  long promotedAt = Long.MAX_VALUE;

  /** What the tablet last said; -1 if it never did. */
  long offset = -1;

  Row(String database, String table, int tid, int pid, String endpoint, boolean leader) {
    this.database = database;
    this.table = table;
    this.tid = tid;
    this.pid = pid;
    this.endpoint = endpoint;
    this.leader = leader;
    this.alive = true;
  }

  static Row parse(String line) {
    String[] words = line.split("\t");
    Row row =
        new Row(
            words[0],
            words[1],
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            words[4],
            Boolean.parseBoolean(words[5]));
    row.alive = Boolean.parseBoolean(words[6]);
    row.promotedAt = Long.parseLong(words[7]);
    return row;
  }

  String line() {
    return String.join(
        "\t",
        database,
        table,
        Integer.toString(tid),
        Integer.toString(pid),
        endpoint,
        Boolean.toString(leader),
        Boolean.toString(alive),
        Long.toString(promotedAt));
  }

  boolean samePartition(int otherTid, int otherPid) {
    return tid == otherTid && pid == otherPid;
  }

  /** A row of showtable. */
  String shown() {
    String number = offset < 0 ? "" : Long.toString(offset);
    return String.join(
        "\t",
        table,
        Integer.toString(tid),
        Integer.toString(pid),
        endpoint,
        leader ? "leader" : "follower",
        alive ? "yes" : "no",
        number,
        number,
        offset < 0 ? "" : Amounts.bytes(offset * 125),
        Amounts.bytes(0));
  }
}
