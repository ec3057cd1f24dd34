package dev.lockkeeper.lab.temporal;

import java.util.List;

/**
 * The search attributes that upgrades set; a server must know them before the first upgrade starts.
 */
final class LockkeeperAttributes {
  /** All of the type Keyword. */
  static final List<String> NAMES =
      List.of("LockkeeperCluster", "LockkeeperProduct", "LockkeeperState", "LockkeeperNode");

  private LockkeeperAttributes() {}
}
