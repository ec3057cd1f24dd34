package dev.lockkeeper.starter.view;

import dev.lockkeeper.starter.run.Outlook;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.run.Work;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is new between two looks at a run, one line for each change. */
public final class Changes {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final @Nullable UpgradeStatus before;
  private final UpgradeStatus now;
  private final List<String> lines = new ArrayList<>();

  private Changes(@Nullable UpgradeStatus before, UpgradeStatus now) {
    this.before = before;
    this.now = now;
  }

  /**
   * Compares two looks.
   *
   * @param before absent for the first look, of which everything is new
   */
  public static List<String> between(Sight.@Nullable Open before, Sight.Open now) {
    List<String> lines = between(before == null ? null : before.status(), now.status());
    Changes changes = new Changes(null, now.status());
    changes.work(before == null ? List.of() : before.work(), now.work());
    changes.progress(before == null ? null : before.outlook(), now.outlook());
    lines.addAll(changes.lines);
    return lines;
  }

  private static List<String> between(@Nullable UpgradeStatus before, UpgradeStatus now) {
    Changes changes = new Changes(before, now);
    changes.course();
    changes.undo();
    changes.messages();
    now.nodes().forEach(changes::node);
    now.questions().forEach(changes::question);
    return changes.lines;
  }

  /** What is new at the end of a run since the last look at it. */
  public static List<String> toEnd(UpgradeStatus before, UpgradeReport report) {
    UpgradeStatus end =
        new UpgradeStatus(
            before.workflowId(),
            before.runId(),
            before.product(),
            before.cluster(),
            before.target(),
            report.outcome(),
            before.phase(),
            "",
            before.startedAt(),
            List.of(),
            report.nodes(),
            report.warnings(),
            report.decisions(),
            report.ignored(),
            before.gates(),
            report.undo());
    return between(before, end);
  }

  private void course() {
    if (before == null || !before.phase().equals(now.phase())) {
      add("phase", now.phase());
    }
    if (before == null || !before.doing().equals(now.doing())) {
      add("now", now.doing());
    }
    if (before == null || before.state() != now.state()) {
      add("state", now.state().name());
    }
  }

  /** A number that grows, such as what was sent of a file, is no news in a log. */
  private void work(List<Work> earlier, List<Work> current) {
    Set<String> said = earlier.stream().map(Changes::withoutNumbers).collect(Collectors.toSet());
    current.stream()
        .filter(work -> work.doing() != null || work.attempt() > 1)
        .filter(work -> !said.contains(withoutNumbers(work)))
        .forEach(work -> add("at work", work.line()));
  }

  /** The estimate shrinks with each step; only another finished node is news. */
  private void progress(@Nullable Outlook earlier, @Nullable Outlook current) {
    if (current != null
        && (earlier == null || earlier.estimate().done() != current.estimate().done())) {
      add("progress", EstimateView.brief(current.estimate()));
    }
  }

  private static String withoutNumbers(Work work) {
    String doing = work.doing() == null ? "" : NUMBER.matcher(work.doing()).replaceAll("#");
    return work.step() + ": " + doing + " " + work.attempt();
  }

  private void undo() {
    Set<UndoEntry> known = before == null ? Set.of() : new HashSet<>(before.undo());
    now.undo().stream()
        .filter(entry -> !known.contains(entry))
        .forEach(entry -> add("for the run's time only", UndoView.line(entry)));
    if (before != null && !before.gates().equals(now.gates())) {
      add("gates", StatusView.gates(now.gates()));
    }
  }

  private void messages() {
    Set<String> warned = before == null ? Set.of() : new HashSet<>(before.warnings());
    now.warnings().stream()
        .filter(warning -> !warned.contains(warning))
        .forEach(warning -> add("warning", warning));
    now.decisions().stream()
        .skip(before == null ? 0 : before.decisions().size())
        .forEach(
            decision ->
                add(
                    "decision",
                    decision.by() + ": " + decision.choice() + " " + decision.question()));
    // Old ones fall out of the list, so that its length says nothing.
    Set<IgnoredMessage> known = before == null ? Set.of() : new HashSet<>(before.ignored());
    now.ignored().stream()
        .filter(message -> !known.contains(message))
        .forEach(
            message ->
                add(
                    "ignored",
                    message.message() + " " + message.content() + ": " + message.reason()));
  }

  private void node(NodeStatus node) {
    String shown = shown(node);
    boolean same =
        before != null
            && before.nodes().stream()
                .anyMatch(old -> old.name().equals(node.name()) && shown(old).equals(shown));
    if (!same) {
      add("node " + node.name(), shown);
    }
  }

  private static String shown(NodeStatus node) {
    return node.state().name()
        + (node.version() == null ? "" : ", runs " + node.version())
        + (node.downSeconds() == null ? "" : ", was down " + Times.seconds(node.downSeconds()));
  }

  private void question(Question question) {
    Question old =
        before == null
            ? null
            : before.questions().stream()
                .filter(known -> known.id().equals(question.id()))
                .findFirst()
                .orElse(null);
    if (old != null) {
      if (!old.expired() && question.expired()) {
        add("gate " + question.id(), "expired; ./lockkeeper resume " + now.cluster());
      }
      return;
    }
    if (question.kind() == QuestionKind.GATE) {
      add(
          "gate " + question.id(),
          question.title() + "; ./lockkeeper approve " + now.cluster() + " " + question.id());
    } else {
      String choices =
          question.choices().stream().map(Choice::word).collect(Collectors.joining("|"));
      add(
          "blocked " + question.id(),
          question.title()
              + (question.failure() == null ? "" : ": " + question.failure())
              + "; ./lockkeeper answer "
              + now.cluster()
              + " "
              + question.id()
              + " --choice "
              + choices);
    }
  }

  private void add(String subject, String text) {
    if (!text.isEmpty()) {
      lines.add(subject + ": " + text.replace("\n", " "));
    }
  }
}
