package dev.lockkeeper.workflows.fluss;

import org.jspecify.annotations.Nullable;

/**
 * A server process as its node's /proc shows it.
 *
 * @param version of the fluss-server jar on its class path
 * @param home directory of the release that it runs from
 * @param configuration its {@code --configDir}
 * @param owner user of the process
 * @param serverId {@code tablet-server.id}; absent for a CoordinatorServer
 */
public record RunningServer(
    long pid,
    String version,
    String home,
    String configuration,
    String owner,
    @Nullable Integer serverId) {
  /** Stands in a plan for a server that would run this release. */
  static RunningServer of(String version) {
    return new RunningServer(0, version, "", "", "", null);
  }
}
