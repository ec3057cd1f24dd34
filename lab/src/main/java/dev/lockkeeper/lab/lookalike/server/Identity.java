package dev.lockkeeper.lab.lookalike.server;

/**
 * One process of a node.
 *
 * @param id the node's number
 * @param version of the release it runs
 * @param release directory of that release
 * @param pid the process, as its host numbers it
 * @param startedAt milliseconds since 1970
 */
record Identity(int id, String version, String release, long pid, long startedAt) {

  /** Tells one process of a node from the next. */
  String incarnation() {
    return String.join("-", Long.toString(startedAt), Long.toString(pid));
  }
}
