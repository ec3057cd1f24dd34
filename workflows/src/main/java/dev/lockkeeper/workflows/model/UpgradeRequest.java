package dev.lockkeeper.workflows.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.lockkeeper.workflows.request.Described;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every upgrade request says, whatever the product. What only one product knows lies in a
 * section of its own.
 */
public record UpgradeRequest(
    @Described(
            value = "The product.",
            pattern = Names.NAME,
            expected = "the name of a product, such as fluss",
            example = "\"fluss\"")
        String product,
    @Described(
            value = "Name of the cluster; the run's id is upgrade-<cluster>.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"orders\"")
        String cluster,
    @Described("The release to upgrade to.") Release release,
    @Described(
            value = "Name of a credential profile of the worker, for SSH to the nodes.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"prod-ssh\"")
        String credentials,
    @Described("The nodes, in the order in which they shall be upgraded within their role.")
        List<Node> nodes,
    @Described(
            value = "When to ask for approval, and whom.",
            fallback = "{\"policy\": \"every-node\", \"approvers\": 1}")
        GatePolicy gates,
    @Described(value = "Refusals that a named person overrules.", fallback = "[]")
        List<Waiver> waivers) {

  /** The workflow id of a cluster's upgrade: one open run per cluster. */
  public static String workflowId(String cluster) {
    return "upgrade-" + cluster;
  }

  /**
   * The workflow id under which an upgrade is planned: the same workflow, which then changes
   * nothing.
   */
  public static String planId(String cluster) {
    return "plan-" + cluster;
  }

  /** The nodes of a role, in the order of the request. */
  public List<Node> nodesOf(String role) {
    return nodes.stream().filter(node -> node.role().equals(role)).toList();
  }

  /** The waiver that covers a refusal, if there is one. */
  public Optional<Waiver> waiver(String check, @Nullable String node) {
    return waivers.stream().filter(waiver -> waiver.covers(check, node)).findFirst();
  }

  /** The same to another release. */
  public UpgradeRequest to(Release other) {
    return new UpgradeRequest(product, cluster, other, credentials, nodes, gates, waivers);
  }

  /** The version to upgrade to. */
  @JsonIgnore
  public Version target() {
    return release.parsedVersion();
  }
}
