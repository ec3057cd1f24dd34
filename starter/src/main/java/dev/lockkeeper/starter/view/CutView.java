package dev.lockkeeper.starter.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.util.ArrayList;
import java.util.List;

/** A run that was terminated or timed out: how, what it left half done, and the way out. */
public final class CutView {
  private static final ObjectMapper JSON = Json.mapper();

  private final Ink ink;
  private final Times times;
  private final ReportView reports;

  public CutView(Ink ink, Times times) {
    this.ink = ink;
    this.times = times;
    this.reports = new ReportView(ink, times);
  }

  /**
   * For programs: the report up to the end, of which the outcome is Temporal's word. {@code
   * lastState} is where the run stood. {@code problem} says why there is no more than Temporal
   * itself knows.
   */
  public static ObjectNode document(Sight.Cut cut) {
    RunFacts facts = cut.facts();
    UpgradeReport report = cut.report();
    ObjectNode document =
        report == null ? JSON.createObjectNode() : JSON.<ObjectNode>valueToTree(report);
    document.put("workflowId", facts.workflowId()).put("runId", facts.runId());
    document.put("product", facts.product()).put("cluster", facts.cluster());
    if (facts.target() != null) {
      document.put("target", facts.target());
    }
    document.put("outcome", cut.closing().how()).put("reason", cut.closing().sentence());
    if (report != null) {
      document.put("lastState", report.outcome().name());
    }
    if (cut.problem() != null) {
      document.put("problem", cut.problem());
    }
    document.set(
        "startedAt", JSON.valueToTree(report == null ? facts.startedAt() : report.startedAt()));
    document.set("endedAt", JSON.valueToTree(cut.closing().at()));
    return document;
  }

  /** The end, the nodes, and what to do. */
  public List<String> summary(Sight.Cut cut) {
    UpgradeReport report = cut.report();
    List<String> lines = head(cut);
    if (report == null) {
      if (cut.problem() == null) {
        lines.add("It was cut off before it had begun anything.");
      } else {
        lines.add(ink.bad("What it has left half done is not known: " + cut.problem()));
        lines.addAll(ReportView.wayOut(cut.facts().cluster()));
      }
      return lines;
    }
    lines.addAll(reports.leftovers(report));
    return lines;
  }

  /** Everything. */
  public List<String> lines(Sight.Cut cut) {
    List<String> lines = summary(cut);
    if (cut.report() != null) {
      lines.addAll(reports.details(cut.report()));
    }
    return lines;
  }

  private List<String> head(Sight.Cut cut) {
    RunFacts facts = cut.facts();
    UpgradeReport report = cut.report();
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold(facts.cluster())
            + "  "
            + ink.bad(ink.bold(cut.closing().how()))
            + "  "
            + facts.product()
            + (facts.target() == null ? "" : " to " + facts.target())
            + "  "
            + ink.dim(facts.workflowId()));
    lines.add(
        times.at(report == null ? facts.startedAt() : report.startedAt())
            + " to "
            + times.at(cut.closing().at())
            + (report == null ? "" : ", was " + report.outcome()));
    lines.add(ink.bad(cut.closing().sentence()));
    return lines;
  }
}
