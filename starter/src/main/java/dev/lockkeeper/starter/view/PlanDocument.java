package dev.lockkeeper.starter.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Plan;
import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it is shown and kept.
 *
 * @param hash the same for two plans that do the same; {@code start --plan} takes it
 * @param problems why the upgrade would not go through; empty if it would
 * @param scripts bodies of the jobs' scripts, by SHA-256
 * @param request what was planned, as value by place in the request
 */
public record PlanDocument(
    String product,
    String cluster,
    String target,
    String hash,
    String conclusion,
    List<PlannedNode> nodes,
    List<PlanEntry> entries,
    List<Problem> problems,
    List<String> warnings,
    Map<String, String> scripts,
    Map<String, String> request) {
  private static final int SHOWN_OF_HASH = 12;

  public PlanDocument {
    // Older files have none.
    request = request == null ? Map.of() : request;
  }

  /**
   * A node before its upgrade.
   *
   * @param version that it was seen to run
   * @param downSecondsBefore how long it was down in the cluster's last upgrade, if that is known
   */
  public record PlannedNode(
      String name,
      String role,
      String host,
      @Nullable String version,
      @Nullable Double downSecondsBefore) {}

  /**
   * @param report of a run that planned
   * @param request that it planned
   * @param downBefore seconds by node, of an earlier upgrade
   */
  public static PlanDocument of(
      UpgradeReport report, JsonNode request, Map<String, Double> downBefore) {
    Plan plan = report.plan();
    if (plan == null) {
      throw new IllegalArgumentException("the run " + report.runId() + " has made no plan");
    }
    return new PlanDocument(
        report.product(),
        report.cluster(),
        report.target(),
        plan.hash(),
        report.reason(),
        report.nodes().stream().map(node -> planned(node, downBefore)).toList(),
        plan.entries(),
        plan.problems(),
        report.warnings(),
        plan.scripts(),
        values("", request, new LinkedHashMap<>()));
  }

  private static Map<String, String> values(
      String place, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  values(
                      place.isEmpty() ? field.getKey() : place + "." + field.getKey(),
                      field.getValue(),
                      values));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        values(place + "[" + i + "]", node.get(i), values);
      }
    } else {
      values.put(place, node.asText());
    }
    return values;
  }

  /** The same, of which it is not known what was asked. */
  public PlanDocument withoutRequest() {
    return new PlanDocument(
        product,
        cluster,
        target,
        hash,
        conclusion,
        nodes,
        entries,
        problems,
        warnings,
        scripts,
        Map.of());
  }

  private static PlannedNode planned(NodeStatus node, Map<String, Double> downBefore) {
    return new PlannedNode(
        node.name(), node.role(), node.host(), node.version(), downBefore.get(node.name()));
  }

  /** As much of a script's hash as tells scripts apart for a reader. */
  public static String shortened(String hash) {
    return hash.substring(0, Math.min(SHOWN_OF_HASH, hash.length()));
  }

  /** What it does, a line for each thing, so that two can be compared. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    request.forEach((place, value) -> lines.add("request: " + place + " is " + value));
    nodes.forEach(
        node ->
            lines.add(
                "node "
                    + node.name()
                    + " ("
                    + node.role()
                    + ", "
                    + node.host()
                    + ") runs "
                    + node.version()));
    for (PlanEntry entry : entries) {
      lines.add(
          entry.phase()
              + ": "
              + entry.title()
              + (entry.node() == null ? "" : " (" + entry.node() + ")")
              + (entry.job() == null
                  ? ""
                  : ": " + shortened(entry.job().script()) + " " + entry.job().arguments())
              + (entry.evidence() == null || entry.evidence().safe() ? "" : ": NOT SAFE NOW"));
    }
    problems.forEach(problem -> lines.add("problem: " + problem.text()));
    return lines;
  }
}
