package dev.lockkeeper.lab.bench;

import java.io.IOException;

/** One way to upgrade a cluster of the look-alike. */
interface UpgradeWay extends AutoCloseable {
  /** What it is called in results. */
  String name();

  /** Upgrades the cluster, and returns when every node was seen on the new release. */
  void upgrade() throws IOException, InterruptedException;

  @Override
  default void close() {}
}
