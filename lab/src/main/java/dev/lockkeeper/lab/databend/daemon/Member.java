package dev.lockkeeper.lab.databend.daemon;

/**
 * A node of databend-meta as the others know it.
 *
 * @param raft where its Raft service listens
 * @param grpc what it tells clients to be its address
 */
record Member(int id, Address raft, String grpc) {
  String command() {
    return "member " + id + " " + raft + " " + grpc;
  }

  static Member parse(String command) {
    String[] words = command.split(" ");
    return new Member(Integer.parseInt(words[1]), Address.of(words[2]), words[3]);
  }

  /** As databend-metactl prints it. */
  @Override
  public String toString() {
    return "id=" + id + " raft=" + raft + " grpc=" + grpc;
  }
}
