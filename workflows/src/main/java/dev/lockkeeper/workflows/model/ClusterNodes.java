package dev.lockkeeper.workflows.model;

import dev.lockkeeper.workflows.request.Described;
import java.util.List;

/** Nodes of a cluster of which nothing else is known, and how to log in to them. */
public record ClusterNodes(
    @Described(
            value = "Name of the cluster.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"orders\"")
        String cluster,
    @Described(
            value = "Name of a credential profile of the worker, for SSH to the nodes.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"prod-ssh\"")
        String credentials,
    @Described("The nodes, as in the request of the upgrade.") List<Node> nodes) {

  /** Each node with the credentials, in their order. */
  public List<Target> targets() {
    return nodes.stream().map(node -> new Target(node, credentials)).toList();
  }
}
