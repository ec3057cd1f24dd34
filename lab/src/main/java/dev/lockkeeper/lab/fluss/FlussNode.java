package dev.lockkeeper.lab.fluss;

import dev.lockkeeper.lab.host.LabHost;

/**
 * A server of the lab's Fluss cluster.
 *
 * @param name its name, which is its host's
 * @param role what it is
 * @param id its tablet-server.id; 0 for the coordinator
 * @param host where it runs
 * @param port where its clients reach it, at the host's address
 */
public record FlussNode(String name, Role role, int id, LabHost host, int port) {

  /** The two kinds of server. */
  public enum Role {
    /** The CoordinatorServer. */
    COORDINATOR_SERVER("coordinator-server", "CoordinatorServer"),
    /** A TabletServer. */
    TABLET_SERVER("tablet-server", "TabletServer");

    private final String daemon;
    private final String mainClass;

    Role(String daemon, String mainClass) {
      this.daemon = daemon;
      this.mainClass = mainClass;
    }

    /** What the control scripts call it. */
    public String daemon() {
      return daemon;
    }

    /** The last part of the name of its main class. */
    public String mainClass() {
      return mainClass;
    }
  }
}
