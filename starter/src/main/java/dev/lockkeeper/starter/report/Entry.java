package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.run.Ran;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Question;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run.
 *
 * @param number its place among the entries, from 1 on
 * @param at when it began, by the run's clock
 * @param until when it ended, if it lasted
 * @param title what
 * @param outcome what came of it; for a decision, the choice
 * @param by who, if it was a person
 * @param comment what was said or read with it
 * @param shown the question as it was shown to the person who answered
 * @param ran the command
 * @param step the step
 * @param change what was changed for the run's time only
 */
public record Entry(
    int number,
    Instant at,
    @Nullable Instant until,
    EntryKind kind,
    @Nullable String node,
    String title,
    @Nullable String outcome,
    @Nullable String by,
    @Nullable String comment,
    @Nullable Question shown,
    @Nullable Ran ran,
    @Nullable StepDetail step,
    @Nullable Change change) {
  /** A step's place and its traces on the node. */
  public record StepDetail(String phase, int attempts, List<Mark> marks, @Nullable String log) {}

  /** How something was, and how it was made. */
  public record Change(String before, String during) {}

  static Entry of(Instant at, EntryKind kind, String title) {
    return new Entry(0, at, null, kind, null, title, null, null, null, null, null, null, null);
  }

  Entry numbered(int place) {
    return new Entry(
        place, at, until, kind, node, title, outcome, by, comment, shown, ran, step, change);
  }

  Entry until(@Nullable Instant end) {
    return new Entry(
        number, at, end, kind, node, title, outcome, by, comment, shown, ran, step, change);
  }

  Entry on(@Nullable String name) {
    return new Entry(
        number, at, until, kind, name, title, outcome, by, comment, shown, ran, step, change);
  }

  Entry outcome(@Nullable String word) {
    return new Entry(
        number, at, until, kind, node, title, word, by, comment, shown, ran, step, change);
  }

  Entry said(@Nullable String person, @Nullable String text) {
    return new Entry(
        number, at, until, kind, node, title, outcome, person, text, shown, ran, step, change);
  }

  Entry showing(@Nullable Question question) {
    return new Entry(
        number, at, until, kind, node, title, outcome, by, comment, question, ran, step, change);
  }

  Entry ran(Ran command) {
    return new Entry(
        number, at, until, kind, node, title, outcome, by, comment, shown, command, step, change);
  }

  Entry step(StepDetail detail) {
    return new Entry(
        number, at, until, kind, node, title, outcome, by, comment, shown, ran, detail, change);
  }

  Entry change(Change made) {
    return new Entry(
        number, at, until, kind, node, title, outcome, by, comment, shown, ran, step, made);
  }
}
