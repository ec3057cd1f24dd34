package dev.lockkeeper.starter.view;

import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.Waiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is kept of a run, as text. */
public final class ReportView {
  private final Ink ink;
  private final Times times;
  private final StatusView status;

  public ReportView(Ink ink, Times times) {
    this.ink = ink;
    this.times = times;
    this.status = new StatusView(ink, times, QuestionView.full(ink, times));
  }

  /** The end and the nodes, without the steps. */
  public List<String> summary(UpgradeReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold(report.cluster())
            + "  "
            + status.state(report.outcome())
            + "  "
            + report.product()
            + " to "
            + report.target()
            + "  "
            + ink.dim(report.workflowId()));
    lines.add(
        times.at(report.startedAt())
            + " to "
            + times.at(report.endedAt())
            + " ("
            + Times.length(Duration.between(report.startedAt(), report.endedAt()))
            + ")");
    lines.addAll(report.reason().lines().toList());
    lines.add("");
    lines.addAll(NodeTable.lines(report.nodes(), ink));
    StatusView.section(lines, "Warnings", report.warnings());
    return lines;
  }

  /** Everything. */
  public List<String> lines(UpgradeReport report) {
    List<String> lines = summary(report);
    StatusView.section(lines, "Steps", steps(report.steps()));
    StatusView.section(lines, "Decisions", report.decisions().stream().map(status::line).toList());
    StatusView.section(lines, "Waivers", report.waivers().stream().map(ReportView::line).toList());
    StatusView.section(
        lines, "Ignored messages", report.ignored().stream().map(status::line).toList());
    return lines;
  }

  private List<String> steps(List<StepRecord> steps) {
    if (steps.isEmpty()) {
      return List.of();
    }
    Table table = new Table("BEGAN", "TOOK", "PHASE", "STEP", "OUTCOME", "ATTEMPTS");
    for (StepRecord step : steps) {
      table.row(
          times.at(step.from()),
          Times.seconds(Duration.between(step.from(), step.to()).toMillis() / 1000.0),
          step.phase(),
          step.title(),
          step.outcome(),
          String.valueOf(step.attempts()));
    }
    return table.lines(ink);
  }

  private static String line(Waiver waiver) {
    return waiver.check()
        + (waiver.node() == null ? "" : " on " + waiver.node())
        + " waived by "
        + waiver.by()
        + ": "
        + waiver.reason();
  }
}
