package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.run.Moment;
import dev.lockkeeper.starter.run.Ran;
import dev.lockkeeper.starter.run.Recollection;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.Waiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that happened in a run, one after another. */
final class Entries {
  private final Summary summary;
  private final @Nullable UpgradeReport report;
  private final Recollection told;
  private final List<Entry> entries = new ArrayList<>();

  Entries(Summary summary, @Nullable UpgradeReport report, Recollection told) {
    this.summary = summary;
    this.report = report;
    this.told = told;
  }

  /** All of them; those of one time in the order of their kinds. */
  List<Entry> inOrder() {
    begin();
    told.commands().forEach(this::command);
    nodes();
    if (report != null) {
      report.waivers().forEach(this::waiver);
      report.steps().forEach(this::step);
      report.ignored().forEach(this::ignored);
      warnings(report.warnings());
      undo(report.undo());
      questions(report.decisions());
    }
    end();
    entries.sort(Comparator.comparing(Entry::at).thenComparing(Entry::kind));
    List<Entry> numbered = new ArrayList<>();
    entries.forEach(entry -> numbered.add(entry.numbered(numbered.size() + 1)));
    return numbered;
  }

  private void begin() {
    String target = summary.target() == null ? "" : " to " + summary.target();
    entries.add(
        Entry.of(
                summary.startedAt(),
                EntryKind.BEGIN,
                "Upgrade of " + summary.cluster() + " (" + summary.product() + target + ")")
            .said(told.startedBy(), null));
  }

  private void command(Ran ran) {
    Ran.Job job = ran.job();
    entries.add(
        Entry.of(ran.at(), EntryKind.COMMAND, ran.title())
            .until(ran.until())
            .on(job != null ? job.node() : nodeOf(ran.title()))
            .outcome(ran.outcome())
            .ran(ran));
  }

  /** The title of a step on a node ends with the node's name. */
  private @Nullable String nodeOf(String title) {
    return summary.nodes().stream()
        .map(Lane::name)
        .filter(name -> title.endsWith("(" + name + ")"))
        .findFirst()
        .orElse(null);
  }

  private void waiver(Waiver waiver) {
    entries.add(
        Entry.of(summary.startedAt(), EntryKind.WAIVER, waiver.check())
            .on(waiver.node())
            .outcome("waived")
            .said(waiver.by(), waiver.reason()));
  }

  private void step(StepRecord step) {
    entries.add(
        Entry.of(step.from(), EntryKind.STEP, step.title())
            .until(step.to())
            .on(step.node())
            .outcome(step.outcome())
            .step(new Entry.StepDetail(step.phase(), step.attempts(), step.marks(), step.log())));
  }

  private void ignored(IgnoredMessage message) {
    entries.add(
        Entry.of(message.at(), EntryKind.IGNORED, message.message() + " " + message.content())
            .outcome("ignored")
            .said(null, message.reason()));
  }

  private void nodes() {
    Map<String, NodeStatus> known = new HashMap<>();
    for (Moment moment : told.moments()) {
      for (NodeStatus node : moment.nodes()) {
        NodeStatus before = known.put(node.name(), node);
        if (before == null || before.state() != node.state()) {
          node(node, node.since(), node.name() + " is " + node.state().name());
        }
        String seen = node.version();
        if (seen != null && (before == null || !seen.equals(before.version()))) {
          node(node, moment.at(), node.name() + " was seen on " + seen);
        }
      }
    }
  }

  private void node(NodeStatus node, Instant at, String title) {
    entries.add(Entry.of(at, EntryKind.NODE, title).on(node.name()).outcome(node.state().name()));
  }

  private void warnings(List<String> warnings) {
    for (String warning : warnings) {
      Instant at =
          told.moments().stream()
              .filter(moment -> moment.warnings().contains(warning))
              .map(Moment::at)
              .findFirst()
              .orElse(summary.endedAt());
      entries.add(Entry.of(at, EntryKind.WARNING, warning));
    }
  }

  private void undo(List<UndoEntry> ledger) {
    for (UndoEntry undo : ledger) {
      Entry.Change change = new Entry.Change(undo.before(), undo.during());
      told.moments().stream()
          .filter(moment -> moment.undo().stream().anyMatch(seen -> isOpening(seen, undo)))
          .findFirst()
          .ifPresent(
              moment ->
                  entries.add(
                      Entry.of(moment.at(), EntryKind.UNDO, undo.subject())
                          .outcome("changed")
                          .change(change)));
      boolean open = undo.state() == UndoState.OPEN;
      entries.add(
          Entry.of(
                  undo.at() == null ? summary.endedAt() : undo.at(), EntryKind.UNDO, undo.subject())
              .outcome(open ? "NOT PUT BACK" : undo.state().name())
              .said(null, undo.proof())
              .change(change));
    }
  }

  private static boolean isOpening(UndoEntry seen, UndoEntry undo) {
    return seen.state() == UndoState.OPEN
        && seen.subject().equals(undo.subject())
        && seen.during().equals(undo.during());
  }

  private void questions(List<Decision> decisions) {
    Map<String, Question> shown = new LinkedHashMap<>();
    Map<String, Instant> gone = new HashMap<>();
    for (Moment moment : told.moments()) {
      Set<String> open = new HashSet<>();
      for (Question question : moment.questions()) {
        shown.putIfAbsent(question.id(), question);
        open.add(question.id());
      }
      shown.keySet().stream()
          .filter(id -> !open.contains(id))
          .forEach(id -> gone.putIfAbsent(id, moment.at()));
    }
    for (Decision decision : decisions) {
      Question question = shown.get(decision.question());
      entries.add(
          Entry.of(decision.at(), EntryKind.DECISION, decision.question())
              .on(question == null ? null : question.node())
              .outcome(decision.choice())
              .said(decision.by(), decision.comment())
              .showing(question));
      gone.put(decision.question(), decision.at());
    }
    Set<String> answered = new HashSet<>();
    decisions.forEach(decision -> answered.add(decision.question()));
    shown.values().stream()
        .filter(question -> !answered.contains(question.id()))
        .forEach(question -> unanswered(question, gone.get(question.id())));
  }

  private void unanswered(Question question, @Nullable Instant gone) {
    entries.add(
        Entry.of(question.askedAt(), EntryKind.QUESTION, question.id())
            .until(Objects.requireNonNullElse(gone, summary.endedAt()))
            .on(question.node())
            .outcome(gone == null && summary.open() ? "waits for an answer" : "not answered")
            .showing(question));
  }

  private void end() {
    entries.add(
        Entry.of(summary.endedAt(), EntryKind.END, summary.outcome()).said(null, summary.reason()));
  }
}
