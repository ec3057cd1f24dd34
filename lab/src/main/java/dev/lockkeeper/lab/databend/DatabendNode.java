package dev.lockkeeper.lab.databend;

import dev.lockkeeper.lab.host.LabHost;

/**
 * A daemon of the lab's Databend cluster.
 *
 * @param name its name, which is its host's
 * @param role what it is
 * @param id its raft_config.id; the number in the name for a query node
 * @param host where it runs
 * @param ports where it listens, at the host's address
 * @param keeper who starts and stops it
 */
public record DatabendNode(
    String name, Role role, int id, LabHost host, Ports ports, Keeper keeper) {

  /** How a daemon is installed and who runs it. */
  public enum Keeper {
    /** Started by hand from a release of the archive, which a link leads to. */
    HAND,
    /** Started by a systemd unit over the link; on hosts of namespaces only. */
    UNIT,
    /** Started by a systemd unit from {@code /usr/bin}, as a package installs it; likewise. */
    PACKAGE
  }

  /** The two kinds of daemon. */
  public enum Role {
    /** databend-meta. */
    META("databend-meta"),
    /** databend-query. */
    QUERY("databend-query");

    private final String program;

    Role(String program) {
      this.program = program;
    }

    /** The vendor's name of the program. */
    public String program() {
      return program;
    }
  }

  /**
   * The ports of a daemon.
   *
   * @param admin of the admin API
   * @param client where clients ask: gRPC of databend-meta, HTTP of databend-query
   * @param peer where nodes of its kind talk: Raft of databend-meta, flight of databend-query
   * @param metrics of databend-query's metrics
   */
  public record Ports(int admin, int client, int peer, int metrics) {}

  /** {@code host:port} of the admin API. */
  public String admin() {
    return host.address() + ":" + ports.admin();
  }

  /** {@code host:port} for clients. */
  public String client() {
    return host.address() + ":" + ports.client();
  }

  /** {@code host:port} for nodes of its kind. */
  public String peer() {
    return host.address() + ":" + ports.peer();
  }

  /** Its configuration file, which stays where it is when the release changes. */
  public String configuration() {
    return host.path("/srv") + "/databend/" + role.program() + ".toml";
  }

  /** Where the daemon's log files lie. */
  public String logs() {
    return host.path("/srv") + "/databend/log";
  }

  /** What the daemon prints. */
  public String output() {
    return host.path("/srv") + "/databend/" + role.program() + ".out";
  }

  /** Where the process id of a daemon that was started by hand is kept. */
  public String pidFile() {
    return host.path("/srv") + "/databend/" + role.program() + ".pid";
  }

  /** The symbolic link to the release that runs, or the root of what a package has installed. */
  public String home() {
    return keeper == Keeper.PACKAGE ? "/usr" : host.path("/opt") + "/databend";
  }
}
