package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One upgrade of the chain that a request describes: to a release to stop at, or at last to the
 * target.
 *
 * @param request what the request would be for this leg alone
 * @param mark tells it from the other legs; empty for the last one, which is the only one of most
 *     requests
 * @param first whether nothing was done before it
 */
record UpgradeLeg(DatabendRequest request, String mark, boolean first) {
  /** The legs of a request, in order. */
  static List<UpgradeLeg> of(DatabendRequest request) {
    List<UpgradeLeg> legs = new ArrayList<>();
    for (Stopover stopover : request.databend().through()) {
      UpgradeRequest to = request.upgrade().to(stopover.release());
      DatabendSettings settings = request.databend().only(stopover.upgrade());
      legs.add(new UpgradeLeg(new DatabendRequest(to, settings), stopover.mark(), legs.isEmpty()));
    }
    legs.add(new UpgradeLeg(request, "", legs.isEmpty()));
    return List.copyOf(legs);
  }

  /** A key of a step, a gate or a part of the procedure, unlike those of the other legs. */
  String key(String key) {
    return mark.isEmpty() ? key : key + "-" + mark;
  }

  /** The title of a phase. */
  String phase(String title) {
    return first && last() ? title : title + " (" + request.release() + ")";
  }

  /** Whether it ends at the target. */
  boolean last() {
    return mark.isEmpty();
  }

  /**
   * Whether every daemon that shall stop at its release runs that or a newer one. Never so for the
   * last leg: what is newer than the target is refused there.
   */
  boolean isBehind(Map<String, NodeInspection> inspections) {
    return !last()
        && request.upgrade().nodes().stream()
            .filter(node -> request.databend().upgrade().covers(DatabendRole.of(node.role())))
            .map(node -> versionOf(node, inspections))
            .noneMatch(version -> version.builtBefore(request.release()));
  }

  private static DatabendVersion versionOf(Node node, Map<String, NodeInspection> inspections) {
    return DatabendVersion.of(Objects.requireNonNull(inspections.get(node.name())).version());
  }
}
