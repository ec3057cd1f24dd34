package dev.lockkeeper.lab.databend.daemon;

/**
 * One entry of the Raft log.
 *
 * @param leader the node that was leader in that term
 * @param command what to do to the state, as words without spaces
 */
record Entry(long term, int leader, String command) {
  static Entry parse(String line) {
    String[] fields = line.split("\t", 3);
    return new Entry(Long.parseLong(fields[0]), Integer.parseInt(fields[1]), fields[2]);
  }

  String line() {
    return term + "\t" + leader + "\t" + command;
  }
}
