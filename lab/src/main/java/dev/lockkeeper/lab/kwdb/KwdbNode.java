package dev.lockkeeper.lab.kwdb;

import dev.lockkeeper.lab.host.LabHost;

/**
 * A node of the look-alike cluster.
 *
 * @param id its number in the cluster
 * @param host where it runs; its name is the host's
 */
public record KwdbNode(long id, LabHost host) {
  /** For SQL, on all nodes. */
  public static final int PORT = 26257;

  private static final String LIES = "/etc/kwdb-lab/lies/";

  /** The host's name. */
  public String name() {
    return host.name();
  }

  /** Makes it misbehave from now on. */
  public void begin(Lie lie) {
    host.write(LIES + lie.file(), "");
  }

  /** Ends that. */
  public void end(Lie lie) {
    host.run("rm", "-f", LIES + lie.file()).orThrow();
  }
}
