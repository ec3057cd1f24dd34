package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Target;
import java.util.List;

/**
 * How an OpenMLDB cluster is asked: by the vendor's client, run in the home of a node.
 *
 * @param zookeeper {@code --zk_cluster}
 * @param root {@code --zk_root_path}
 * @param via nodes whose client may be run; the first that can be reached is taken
 * @param members what the cluster must consist of
 */
public record OpenMldbView(String zookeeper, String root, List<Target> via, Members members) {
  /**
   * The servers of the request, by the names that the cluster has for them: addresses, or names
   * with {@code --use_name}.
   */
  public record Members(List<String> nameservers, List<String> tablets) {
    /** Nothing is known of them yet. */
    public static final Members UNKNOWN = new Members(List.of(), List.of());
  }
}
