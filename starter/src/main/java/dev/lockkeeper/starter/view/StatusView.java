package dev.lockkeeper.starter.view;

import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.run.TimeInState;
import dev.lockkeeper.starter.run.Work;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.util.ArrayList;
import java.util.List;

/** Where an open run stands, as text. */
public final class StatusView {
  private final Ink ink;
  private final Times times;
  private final QuestionView questions;

  public StatusView(Ink ink, Times times, QuestionView questions) {
    this.ink = ink;
    this.times = times;
    this.questions = questions;
  }

  public List<String> lines(Sight.Open open) {
    UpgradeStatus status = open.status();
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold(status.cluster())
            + "  "
            + state(status.state())
            + "  "
            + status.product()
            + " to "
            + status.target()
            + "  "
            + ink.dim(status.workflowId()));
    lines.add(
        "started "
            + times.at(status.startedAt())
            + " ("
            + times.ago(status.startedAt())
            + ")"
            + (status.phase().isEmpty() ? "" : ", " + status.phase()));
    doing(open).forEach(line -> lines.add("now: " + line));
    lines.add("gates: " + gates(status.gates()) + amended(status.decisions()));
    if (open.outlook() != null) {
      lines.add("progress: " + new EstimateView(times).line(open.outlook().estimate()));
    }
    lines.add("");
    List<TimeInState> nodes =
        open.outlook() == null ? TimeInState.of(status.nodes(), List.of()) : open.outlook().nodes();
    lines.addAll(NodeTable.lines(nodes, times.clock().instant(), ink));
    for (Question question : status.questions()) {
      lines.add("");
      lines.addAll(questions.lines(status.cluster(), question));
    }
    section(lines, "Changed for the run's time only", UndoView.open(status.undo()));
    section(lines, "Warnings", status.warnings().stream().map(ink::attention).toList());
    section(lines, "Decisions", status.decisions().stream().map(this::line).toList());
    section(lines, "Ignored messages", status.ignored().stream().map(this::line).toList());
    return lines;
  }

  /** Without an activity the run waits, and says itself for what. */
  private static List<String> doing(Sight.Open open) {
    if (!open.work().isEmpty()) {
      return open.work().stream().map(Work::line).toList();
    }
    return open.status().doing().isEmpty() ? List.of() : List.of(open.status().doing());
  }

  /** When the run asks, and whom. */
  static String gates(GatePolicy gates) {
    return gates.policy().word()
        + (gates.approvers() == 1 ? "" : ", " + gates.approvers() + " approvers")
        + (gates.allow().isEmpty() ? "" : ", of " + String.join(", ", gates.allow()))
        + (gates.expire() == null ? "" : ", open for " + Times.length(gates.expire()));
  }

  private String amended(List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.question().equals("run") && decision.choice().equals("amend"))
        .reduce((earlier, later) -> later)
        .map(last -> " (amended by " + last.by() + " " + times.at(last.at()) + ")")
        .orElse("");
  }

  String state(UpgradeState state) {
    String name = ink.bold(state.name());
    return switch (state) {
      case WAITING, PAUSED -> ink.attention(name);
      case BLOCKED, FAILED, REJECTED, ABORTED -> ink.bad(name);
      case COMPLETED -> ink.good(name);
      default -> name;
    };
  }

  String line(Decision decision) {
    return times.at(decision.at())
        + "  "
        + decision.by()
        + ": "
        + decision.choice()
        + " "
        + decision.question()
        + (decision.comment() == null ? "" : " (" + decision.comment() + ")");
  }

  String line(IgnoredMessage message) {
    return times.at(message.at())
        + "  "
        + message.message()
        + " "
        + message.content()
        + ": "
        + message.reason().replace("\n", " ");
  }

  static void section(List<String> lines, String title, List<String> content) {
    if (!content.isEmpty()) {
      lines.add("");
      lines.add(title);
      content.forEach(line -> lines.add("  " + line));
    }
  }
}
