package dev.lockkeeper.starter.view;

import dev.lockkeeper.starter.run.Remembered;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.util.ArrayList;
import java.util.List;

/** How a run stood for which no worker answers, as text. */
final class RememberedView {
  private final Ink ink;
  private final Times times;
  private final QuestionView questions;

  RememberedView(Ink ink, Times times, QuestionView questions) {
    this.ink = ink;
    this.times = times;
    this.questions = questions;
  }

  List<String> lines(Remembered remembered) {
    UpgradeReport report = remembered.report();
    List<String> lines = new ArrayList<>();
    lines.add(
        "By its history it was "
            + ink.bold(report.outcome().name())
            + " at "
            + times.at(report.endedAt())
            + " ("
            + times.ago(report.endedAt())
            + "); what the nodes did since is not known.");
    lines.add("progress: " + new EstimateView(times).line(remembered.outlook().estimate()));
    lines.add("");
    lines.addAll(NodeTable.lines(remembered.outlook().nodes(), times.clock().instant(), ink));
    for (Question question : remembered.questions()) {
      lines.add("");
      lines.addAll(questions.lines(report.cluster(), question));
    }
    if (!remembered.questions().isEmpty()) {
      lines.add("  (an answer is taken when a worker is back)");
    }
    StatusView.section(lines, "Half done, if the run were terminated now", report.unfinished());
    return lines;
  }
}
