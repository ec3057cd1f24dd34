package dev.lockkeeper.lab.lookalike.server;

/**
 * A setting of the whole cluster.
 *
 * @param value what it is set to
 * @param version grows each time it is set, on whichever node
 */
record Setting(String value, long version) {

  /** Whether this was set later; of two equally late ones every node prefers the same. */
  boolean isAfter(Setting other) {
    return version > other.version
        || (version == other.version && value.compareTo(other.value) < 0);
  }
}
