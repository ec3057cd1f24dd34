package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the preflight found on a cluster that may be upgraded.
 *
 * @param method the way it is upgraded
 * @param inspections by the names of the nodes
 * @param from the release that it comes from; the target if every node runs that
 * @param target the release that it shall run
 */
record Findings(
    KwdbMethod method,
    ReleaseFacts release,
    Map<String, NodeInspection> inspections,
    String from,
    String target) {

  NodeInspection inspection(Node node) {
    return Objects.requireNonNull(inspections.get(node.name()));
  }

  /** The nodes that do not have the target yet. */
  List<Node> toUpgrade(List<Node> nodes) {
    return nodes.stream().filter(node -> !target.equals(inspection(node).version())).toList();
  }

  /** Whether every range has copies on other nodes. */
  boolean replicated() {
    return inspections.values().stream()
        .allMatch(inspection -> inspection.topology() == Topology.MULTI_REPLICA);
  }

  /** How the cluster is asked. */
  KwdbView view(KwdbRequest request) {
    return view(request, method, inspections);
  }

  static KwdbView view(
      KwdbRequest request, KwdbMethod method, Map<String, NodeInspection> inspections) {
    KwdbSettings settings = request.kwdb();
    List<KwdbView.Member> members =
        request.upgrade().nodesOf(KwdbRole.NODE.word()).stream()
            .map(
                node -> {
                  NodeInspection seen = Objects.requireNonNull(inspections.get(node.name()));
                  return new KwdbView.Member(
                      new Target(node, request.upgrade().credentials()),
                      seen.address(),
                      seen.port(),
                      seen.user(),
                      method.byImage() ? "./kwbase" : node.home() + "/bin/kwbase",
                      method.byImage() ? settings.container() : "",
                      seen.security());
                })
            .toList();
    return new KwdbView(members, settings.sqlCredentials(), settings.sqlRoute());
  }
}
