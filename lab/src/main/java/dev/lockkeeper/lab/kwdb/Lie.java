package dev.lockkeeper.lab.kwdb;

/** Misbehaviour of the vendor's tools and servers that can be switched on for a node. */
public enum Lie {
  /** deploy.sh says COMPLETED with exit status 0 and has changed nothing. */
  COMPLETED_WITHOUT_CHANGE,
  /** deploy.sh ends with exit status 0 in silence. */
  NOTHING_DONE,
  /** The old packages are removed and the new ones cannot be installed. */
  PACKAGE_TOOL_FAILS,
  /** deploy.sh upgrades, but the written version stays the old one. */
  VERSION_NOT_WRITTEN,
  /** The server's process lives and serves nobody. */
  NEVER_LISTENS,
  /** The server ends while it starts. */
  DIES_AT_START,
  /** The server does not end when it is told to. */
  STOP_HANGS,
  /** Draining never ends. */
  DRAIN_HANGS;

  String file() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
