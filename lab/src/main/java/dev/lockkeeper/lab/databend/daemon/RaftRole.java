package dev.lockkeeper.lab.databend.daemon;

/** What a node is, in Databend's words. */
enum RaftRole {
  LEARNER("Learner"),
  FOLLOWER("Follower"),
  CANDIDATE("Candidate"),
  LEADER("Leader");

  private final String word;

  RaftRole(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
