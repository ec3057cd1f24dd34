package dev.lockkeeper.lab.openmldb;

import dev.lockkeeper.lab.host.LabHost;

/**
 * A server of the lab's OpenMLDB cluster.
 *
 * @param name its name, which is its host's
 * @param role what it is
 * @param host where it runs
 * @param port where it listens, at the host's address
 */
public record OpenMldbNode(String name, Role role, LabHost host, int port) {

  /** The two kinds of server. */
  public enum Role {
    /** Keeps the tables' places. */
    NAMESERVER("nameserver"),
    /** Keeps the data. */
    TABLET("tablet");

    private final String component;

    Role(String component) {
      this.component = component;
    }

    /** What start.sh calls it. */
    public String component() {
      return component;
    }
  }

  /** Where it listens, as {@code host:port}. */
  public String address() {
    return host.address() + ":" + port;
  }

  /** The installation, in which {@code bin} and {@code conf} are replaced by an upgrade. */
  public String home() {
    return host.path("/opt") + "/openmldb";
  }
}
