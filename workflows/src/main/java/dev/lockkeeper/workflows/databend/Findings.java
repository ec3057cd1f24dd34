package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the preflight found on a cluster that may be upgraded.
 *
 * @param path what to do, in order
 * @param goal what the new binaries said of themselves; absent if none is needed
 */
record Findings(
    ClusterView view,
    Map<String, NodeInspection> inspections,
    String target,
    UpgradePath.Direct path,
    @Nullable UpgradeGoal goal) {
  /** What runs, as the installed binaries say. */
  static ClusterVersions now(ClusterView view, Map<String, NodeInspection> inspections) {
    List<QueryBinary> queries = new ArrayList<>();
    List<MetaNode> metas = new ArrayList<>();
    for (Daemon daemon : view.daemons()) {
      NodeInspection inspection = Objects.requireNonNull(inspections.get(daemon.name()));
      if (daemon.role() == DatabendRole.QUERY) {
        queries.add(Objects.requireNonNull(inspection.query()));
      } else {
        metas.add(
            new MetaNode(
                Objects.requireNonNull(inspection.meta()),
                Objects.requireNonNull(inspection.onDisk())));
      }
    }
    return new ClusterVersions(queries, metas);
  }

  /** What will run when the path is behind. */
  ClusterVersions after() {
    ClusterVersions now = now(view, inspections);
    return goal == null ? now : now.withAll(goal);
  }

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
