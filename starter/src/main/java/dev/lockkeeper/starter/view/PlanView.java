package dev.lockkeeper.starter.view;

import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.PlannedJob;
import dev.lockkeeper.workflows.model.Problem;
import java.util.ArrayList;
import java.util.List;

/** A plan for a terminal. */
public final class PlanView {
  private final Ink ink;

  public PlanView(Ink ink) {
    this.ink = ink;
  }

  /**
   * @param file the request's file, for the command that starts it
   * @param withScripts whether the scripts' bodies are printed
   */
  public List<String> lines(PlanDocument plan, String file, boolean withScripts) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold("Plan: " + plan.cluster() + " (" + plan.product() + ") to " + plan.target()));
    lines.add(plan.conclusion());
    lines.add("");
    lines.addAll(nodes(plan));
    String phase = "";
    for (PlanEntry entry : plan.entries()) {
      if (!entry.phase().equals(phase)) {
        phase = entry.phase();
        lines.add("");
        lines.add(ink.bold(phase));
      }
      entry(entry, lines);
    }
    problems(plan.problems(), lines);
    if (!plan.warnings().isEmpty()) {
      lines.add("");
      lines.add(ink.bold("To know"));
      plan.warnings().forEach(warning -> lines.add("  " + warning));
    }
    if (withScripts) {
      plan.scripts()
          .forEach(
              (hash, body) -> {
                lines.add("");
                lines.add(ink.bold("Script " + PlanDocument.shortened(hash)));
                body.lines().forEach(line -> lines.add("  " + line));
              });
    }
    lines.add("");
    lines.add("Plan " + plan.hash());
    if (plan.problems().isEmpty()) {
      lines.add("→ ./lockkeeper start " + file + " --plan " + plan.hash());
    }
    return lines;
  }

  private List<String> nodes(PlanDocument plan) {
    Table table = new Table("NODE", "ROLE", "HOST", "VERSION", "DOWN LAST TIME");
    for (PlanDocument.PlannedNode node : plan.nodes()) {
      table.row(
          node.name(),
          node.role(),
          node.host(),
          node.version() == null ? "unknown" : node.version(),
          Times.seconds(node.downSecondsBefore()));
    }
    return table.lines(ink);
  }

  private void entry(PlanEntry entry, List<String> lines) {
    String text = (entry.node() == null ? "" : entry.node() + ": ") + entry.title();
    switch (entry.kind()) {
      case LOOK -> lines.add(ink.dim("  seen    " + text));
      case CHECK -> lines.add("  check   " + text);
      case CHANGE -> lines.add(ink.attention("  change  " + text));
      case REST -> lines.add("  wait    " + text);
      case GATE -> lines.add(ink.bold("  ask     " + entry.title()));
    }
    PlannedJob job = entry.job();
    if (job != null) {
      lines.add(
          ink.dim(
              "            sh " + PlanDocument.shortened(job.script()) + " " + job.arguments()));
    }
    if (entry.evidence() != null) {
      for (Fact fact : entry.evidence().facts()) {
        String line = "            " + fact.name() + ": " + fact.value();
        lines.add(fact.weight() == Fact.Weight.BAD ? ink.bad(line) : ink.dim(line));
      }
    }
    if (entry.detail() != null) {
      entry.detail().lines().forEach(line -> lines.add(ink.dim("            " + line)));
    }
  }

  private void problems(List<Problem> problems, List<String> lines) {
    if (problems.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(ink.bad("The upgrade would not go through"));
    for (Problem problem : problems) {
      lines.add(
          "  - "
              + problem.text().replace("\n", "\n    ")
              + (problem.check() == null
                  ? ""
                  : " (can be waived by name: check " + problem.check() + ")"));
    }
  }
}
