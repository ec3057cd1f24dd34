package dev.lockkeeper.starter.view;

import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
    List<String> lines = head(report);
    lines.addAll(report.reason().lines().toList());
    lines.addAll(leftovers(report));
    return lines;
  }

  private List<String> head(UpgradeReport report) {
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
    return lines;
  }

  /** The nodes, and what the run has left behind. */
  List<String> leftovers(UpgradeReport report) {
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(NodeTable.lines(report, ink));
    StatusView.section(lines, "Warnings", report.warnings());
    StatusView.section(lines, "Half done", report.unfinished().stream().map(ink::bad).toList());
    if (UndoView.fenced(report.undo())) {
      lines.addAll(wayOut(report.cluster()));
    }
    return lines;
  }

  /** What to do about a fence that nobody removes any more. */
  static List<String> wayOut(String cluster) {
    return List.of(
        "",
        "It left its fence on the nodes: until they are freed, other upgrades of "
            + cluster
            + " are refused.",
        "→ look after what is half done, then ./lockkeeper release FILE (the request's file)");
  }

  /** The same for a run of which only the history was read. */
  public List<String> remembered(UpgradeReport report) {
    List<String> lines = soFar(report);
    lines.add(1, ink.attention("no worker answers; this is from the run's history"));
    return lines;
  }

  /** The report so far of a run that goes on. */
  public List<String> soFar(UpgradeReport report) {
    List<String> lines = head(report);
    lines.add("");
    lines.addAll(NodeTable.lines(report, ink));
    StatusView.section(lines, "Warnings", report.warnings());
    StatusView.section(lines, "Half done, if the run were terminated now", report.unfinished());
    lines.addAll(details(report));
    return lines;
  }

  /** Everything. */
  public List<String> lines(UpgradeReport report) {
    List<String> lines = summary(report);
    lines.addAll(details(report));
    return lines;
  }

  /** What it did, and who said so. */
  List<String> details(UpgradeReport report) {
    List<String> lines = new ArrayList<>();
    StatusView.section(lines, "Steps", steps(report.steps()));
    StatusView.section(lines, "Jobs on nodes", jobs(report.steps()));
    StatusView.section(
        lines, "Changed for the run's time only", UndoView.table(report.undo(), ink, times));
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

  private static List<String> jobs(List<StepRecord> steps) {
    return steps.stream()
        .filter(step -> step.log() != null || !step.marks().isEmpty())
        .map(ReportView::job)
        .toList();
  }

  private static String job(StepRecord step) {
    return step.title()
        + ": "
        + marks(step.marks())
        + (step.log() == null
            ? ""
            : "; log" + (step.node() == null ? "" : " on " + step.node()) + ": " + step.log());
  }

  /** Each mark with the seconds since the first, by the node's clock. */
  private static String marks(List<Mark> marks) {
    if (marks.isEmpty()) {
      return "no marks";
    }
    Instant first = marks.get(0).at();
    return marks.stream()
        .map(
            mark ->
                mark.name()
                    + " +"
                    + Times.seconds(Duration.between(first, mark.at()).toMillis() / 1000.0))
        .collect(Collectors.joining(", "));
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
