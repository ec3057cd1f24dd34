package dev.lockkeeper.workflows.kwdb;

/** How many copies of its data an installation keeps; decides the way it is upgraded. */
public enum Topology {
  /** One node. */
  STANDALONE("single", "start-single-node"),
  /** Several nodes, one copy: every node's data is the only one. */
  SINGLE_REPLICA("single-replication", "start-single-replica"),
  /** Three copies on at least three nodes. */
  MULTI_REPLICA("multi-replication", "start");

  private final String word;
  private final String startVerb;

  Topology(String word, String startVerb) {
    this.word = word;
    this.startVerb = startVerb;
  }

  /** What the second line of MODE says. */
  public String word() {
    return word;
  }

  /** The verb with which {@code kwbase} starts such a node. */
  public String startVerb() {
    return startVerb;
  }
}
