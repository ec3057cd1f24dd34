package dev.lockkeeper.lab.kwdb;

/** The installations that the look-alike knows. */
public enum KwdbTopology {
  /** One node. */
  STANDALONE("single", "start-single-node"),
  /** Three nodes, one copy of each range. */
  SINGLE_REPLICA("single-replication", "start-single-replica"),
  /** Three nodes, three copies. */
  MULTI_REPLICA("multi-replication", "start");

  private final String word;
  private final String verb;

  KwdbTopology(String word, String verb) {
    this.word = word;
    this.verb = verb;
  }

  String word() {
    return word;
  }

  String verb() {
    return verb;
  }
}
