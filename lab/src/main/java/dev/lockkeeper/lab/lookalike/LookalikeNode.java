package dev.lockkeeper.lab.lookalike;

import dev.lockkeeper.lab.host.CommandResult;
import dev.lockkeeper.lab.host.LabHost;

/**
 * A node of the look-alike's cluster.
 *
 * @param name its name, which is its host's
 * @param id its number in the cluster, 1 and up
 * @param host where it runs
 * @param port where it serves, at the host's address
 */
public record LookalikeNode(String name, int id, LabHost host, int port) {

  /** The symbolic link to the release in use. */
  public String link() {
    return host.path("/opt") + "/lookalike";
  }

  /** Where a release lies. */
  public String home(String version) {
    return host.path("/opt") + "/lookalike-" + version;
  }

  /** The directory of its data, with {@code audit.log} and {@code lookalike.log}. */
  public String data() {
    return host.path("/srv") + "/lookalike";
  }

  /**
   * Runs the vendor's control script of the release that the link leads to.
   *
   * @param action {@code start}, {@code stop}, {@code status} or {@code version}
   */
  public CommandResult control(String action) {
    return host.run(link() + "/bin/lookalike", action);
  }

  /**
   * Makes something slower from now on, in every release on the node.
   *
   * @param key {@code start.seconds}, {@code stop.seconds} or {@code catchup.seconds}
   */
  public void slow(String key, double seconds) {
    host.run(
            "sh",
            "-c",
            "for file in \"$1\"-*/conf/lookalike.conf; do echo \"$2 = $3\" >>\"$file\"; done",
            "slow",
            link(),
            key,
            Double.toString(seconds))
        .orThrow();
  }

  /** Makes the server ignore TERM. */
  public void freezeStop() {
    host.run("touch", data() + "/freeze-stop").orThrow();
  }

  /** Ends {@link #freezeStop()}; what was ignored stays ignored. */
  public void thawStop() {
    host.run("rm", "-f", data() + "/freeze-stop").orThrow();
  }

  /** Its {@code lookalike.conf} as a member of a cluster. */
  String configuration(Iterable<LookalikeNode> cluster) {
    StringBuilder peers = new StringBuilder();
    for (LookalikeNode node : cluster) {
      if (node.id() != id) {
        peers.append(peers.isEmpty() ? "" : ",");
        peers.append(node.id()).append('@').append(node.host().address());
        peers.append(':').append(node.port());
      }
    }
    return """
        id = %d
        host = %s
        port = %d
        peers = %s
        data = %s
        """
        .formatted(id, host.address(), port, peers, data());
  }
}
