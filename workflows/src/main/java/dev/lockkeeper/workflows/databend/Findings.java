package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the preflight found on a cluster that may be upgraded.
 *
 * @param path what to do, in order
 */
record Findings(
    ClusterView view,
    Map<String, NodeInspection> inspections,
    String target,
    UpgradePath.Direct path) {
  /** The nodes that do not run the target yet. */
  List<Node> toUpgrade(List<Node> nodes) {
    return nodes.stream().filter(node -> !target.equals(versionBefore(node))).toList();
  }

  String versionBefore(Node node) {
    return inspection(node).version();
  }

  Daemon daemon(Node node) {
    return inspection(node).knownDaemon();
  }

  NodeInspection inspection(Node node) {
    return Objects.requireNonNull(inspections.get(node.name()));
  }
}
