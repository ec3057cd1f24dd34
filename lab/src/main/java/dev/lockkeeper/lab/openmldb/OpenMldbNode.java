package dev.lockkeeper.lab.openmldb;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import java.util.Arrays;

/**
 * A server of the lab's OpenMLDB cluster.
 *
 * @param name its name, which is its host's
 * @param role what it is
 * @param host where it runs
 * @param port where it listens, at the host's address
 */
public record OpenMldbNode(String name, Role role, LabHost host, int port) {

  /** The kinds of server. */
  public enum Role {
    /** Keeps the tables' places. */
    NAMESERVER("nameserver", 7527, "flags"),
    /** Keeps the data. */
    TABLET("tablet", 10921, "flags"),
    /** Serves HTTP. */
    APISERVER("apiserver", 9080, "flags"),
    /** Would run offline jobs. */
    TASKMANAGER("taskmanager", 9902, "properties");

    private final String component;
    private final int usualPort;
    private final String format;

    Role(String component, int usualPort, String format) {
      this.component = component;
      this.usualPort = usualPort;
      this.format = format;
    }

    /** The role of a host by its name, such as {@code tablet-1}. */
    static Role ofHost(String name) {
      return Arrays.stream(values())
          .filter(role -> name.startsWith(role.component))
          .findFirst()
          .orElseThrow(
              () -> new LabException("No server of OpenMLDB runs on a host " + name + "."));
    }

    /** What start.sh calls it. */
    public String component() {
      return component;
    }

    /** The port of the vendor's samples. */
    int usualPort() {
      return usualPort;
    }

    /** Its settings, relative to its home. */
    public String settings() {
      return "conf/" + component + "." + format;
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
