package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.view.PlanDocument;
import dev.lockkeeper.starter.view.Times;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.PlannedJob;
import dev.lockkeeper.workflows.model.Problem;
import java.util.List;
import java.util.Locale;

/** A plan as one HTML page: nothing in it runs and nothing is loaded. */
public final class PlanPage {
  private final PlanDocument plan;
  private final Markup page = new Markup();

  private PlanPage(PlanDocument plan) {
    this.plan = plan;
  }

  /** The text of the page. */
  public static String text(PlanDocument plan) {
    return new PlanPage(plan).write();
  }

  private String write() {
    HtmlReport.begin(page, "Plan: " + plan.cluster() + " to " + plan.target());
    top();
    problems();
    nodes();
    steps();
    scripts();
    return page.line("</body>").line("</html>").toString();
  }

  private void top() {
    boolean goes = plan.problems().isEmpty();
    page.raw("<h1>").text(plan.cluster() + " ");
    page.element(
            "span",
            "class=\"badge " + (goes ? "good" : "bad") + "\"",
            goes ? "PLANNED" : "WOULD NOT GO THROUGH")
        .line("</h1>");
    page.element("p", "class=\"dim\"", plan.product() + " to " + plan.target()).line("");
    page.raw("<div class=\"" + (goes ? "head" : "alarm") + "\">");
    page.element("p", "", plan.conclusion());
    page.raw("<p>Plan <code>").text(plan.hash()).raw("</code></p>").line("</div>");
  }

  private void problems() {
    list("Problems", plan.problems().stream().map(PlanPage::problem).toList());
    list("To know", plan.warnings());
  }

  private static String problem(Problem problem) {
    return problem.text()
        + (problem.check() == null
            ? ""
            : " (can be waived by name: check " + problem.check() + ")");
  }

  private void list(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    page.element("h2", "", title).raw("<ul>");
    lines.forEach(line -> page.element("li", "", line));
    page.line("</ul>");
  }

  private void nodes() {
    page.line("<h2>Nodes</h2>");
    page.raw("<table><thead><tr><th>Node</th><th>Role</th><th>Host</th><th>Runs</th>");
    page.line("<th>Down last time</th></tr></thead><tbody>");
    for (PlanDocument.PlannedNode node : plan.nodes()) {
      page.raw("<tr>").cell("Node", node.name()).cell("Role", node.role());
      page.cell("Host", node.host());
      page.cell("Runs", node.version() == null ? "unknown" : node.version());
      page.cell("Down", Times.seconds(node.downSecondsBefore())).line("</tr>");
    }
    page.line("</tbody></table>");
  }

  private void steps() {
    String phase = "";
    for (PlanEntry entry : plan.entries()) {
      if (!entry.phase().equals(phase)) {
        phase = entry.phase();
        page.element("h2", "", phase).line("");
      }
      if (entry.kind() == PlanEntry.Kind.GATE) {
        gate(entry);
      } else {
        step(entry);
      }
    }
  }

  private void gate(PlanEntry gate) {
    page.raw("<div class=\"card\"><p><b>").text(gate.title()).raw("</b></p>");
    if (gate.evidence() != null) {
      page.raw("<ul>");
      for (Fact fact : gate.evidence().facts()) {
        String tone = fact.weight().name().toLowerCase(Locale.ROOT);
        page.element("li", "class=\"" + tone + "\"", fact.name() + ": " + fact.value());
      }
      page.raw("</ul>");
    }
    if (gate.detail() != null) {
      page.raw("<details><summary>to read before deciding</summary>");
      page.element("pre", "", gate.detail()).raw("</details>");
    }
    page.line("</div>");
  }

  private void step(PlanEntry entry) {
    page.raw("<p>");
    boolean changes = entry.kind() == PlanEntry.Kind.CHANGE;
    page.element("span", changes ? "class=\"note\"" : "class=\"dim\"", word(entry.kind()));
    page.raw(" ").text(entry.node() == null ? "" : entry.node() + ": ").text(entry.title());
    PlannedJob job = entry.job();
    if (job != null) {
      String script = PlanDocument.shortened(job.script());
      page.raw("<br><code>sh <a href=\"#").text(script).raw("\">").text(script).raw("</a> ");
      page.text(job.arguments()).raw("</code>");
    }
    page.line("</p>");
  }

  private static String word(PlanEntry.Kind kind) {
    return switch (kind) {
      case LOOK -> "seen";
      case CHANGE -> "change";
      case CHECK -> "check";
      case REST -> "wait";
      case GATE -> "ask";
    };
  }

  private void scripts() {
    if (plan.scripts().isEmpty()) {
      return;
    }
    page.line("<h2>Scripts of the jobs</h2>");
    plan.scripts()
        .forEach(
            (hash, body) -> {
              String script = PlanDocument.shortened(hash);
              page.raw("<details id=\"").text(script).raw("\"><summary><code>").text(script);
              page.raw("</code> ").text(String.join("; ", stepsWith(hash))).raw("</summary>");
              page.element("pre", "", body).line("</details>");
            });
  }

  private List<String> stepsWith(String script) {
    return plan.entries().stream()
        .filter(entry -> entry.job() != null && entry.job().script().equals(script))
        .map(PlanEntry::title)
        .distinct()
        .toList();
  }
}
