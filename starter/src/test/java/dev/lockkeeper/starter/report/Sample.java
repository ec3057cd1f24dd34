package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.run.Ran;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import java.time.Instant;
import java.util.List;

/** A small chronicle with something of everything. */
final class Sample {
  static final Instant START = Instant.parse("2026-03-01T22:58:00Z");

  private Sample() {}

  /**
   * Writes one.
   *
   * @param text stands wherever a text comes from somebody else
   */
  static Chronicle with(String text) {
    Summary summary =
        new Summary(
            "upgrade-orders",
            "run-1",
            "fluss",
            "orders",
            "0.9.1-incubating",
            "COMPLETED",
            false,
            text,
            START,
            at(300),
            List.of(lane(text), lane("tablet-2")),
            new Mixed(at(60), at(200), 140),
            List.of(text),
            List.of(text),
            "Europe/Vienna",
            "test");
    Question question =
        new Question(
            "tablet-1",
            QuestionKind.GATE,
            text,
            text,
            text,
            null,
            new Evidence(List.of(Fact.good(text, text), Fact.bad("lag", "7")), at(19)),
            text,
            List.of(Choice.RETRY),
            List.of(),
            1,
            at(20),
            null,
            false);
    Ran.Job job =
        new Ran.Job(
            text,
            "restart",
            1,
            "orders/run-1/tablet-1.restart.1",
            "a".repeat(64),
            0,
            6.5,
            List.of(new Mark("stopping", at(50)), new Mark("listening", at(56))),
            text);
    Ran ran =
        new Ran(
            text, "FlussRestart", at(48), at(58), "done", 1, text, "b".repeat(64), null, null, job);
    List<Entry> entries =
        List.of(
            Entry.of(START, EntryKind.BEGIN, "Upgrade of orders").said(text, null).numbered(1),
            Entry.of(START, EntryKind.WAIVER, text).said("ann", text).numbered(2),
            Entry.of(at(30), EntryKind.DECISION, "tablet-1")
                .outcome("approve")
                .said(text, text)
                .showing(question)
                .numbered(3),
            Entry.of(at(48), EntryKind.COMMAND, text)
                .on(text)
                .until(at(58))
                .outcome("done")
                .ran(ran)
                .numbered(4),
            Entry.of(at(70), EntryKind.UNDO, text)
                .change(new Entry.Change(text, text))
                .outcome("UNDONE")
                .numbered(5),
            Entry.of(at(80), EntryKind.WARNING, text).numbered(6),
            Entry.of(at(90), EntryKind.IGNORED, text).said(null, text).numbered(7),
            Entry.of(at(300), EntryKind.END, "COMPLETED").said(null, text).numbered(8));
    return new Chronicle(summary, entries);
  }

  private static Lane lane(String name) {
    return new Lane(
        name,
        "10.0.0.11",
        name,
        NodeState.UPGRADED,
        "0.7.0",
        "0.9.1-incubating",
        6.0,
        List.of(
            new Lane.Span(NodeState.PENDING, START, at(40)),
            new Lane.Span(NodeState.UPGRADED, at(40), at(300))),
        List.of(new Lane.Down(at(50), at(56), 6.0, at(50))));
  }

  static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }
}
