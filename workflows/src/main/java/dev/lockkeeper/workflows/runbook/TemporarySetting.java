package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A setting of the cluster that has another value while the run works. Its old value is written
 * down before it is changed, and is put back on every way out of the run; only what was read back
 * counts. Make it in the procedure's constructor, so that a continued run knows how to put it back
 * before it does anything.
 */
public final class TemporarySetting<A> {
  private final Runbook book;
  private final String name;
  private final Class<A> activities;
  private final Function<A, String> read;
  private final BiFunction<A, String, String> write;

  TemporarySetting(
      Runbook book,
      String name,
      Class<A> activities,
      Function<A, String> read,
      BiFunction<A, String, String> write) {
    this.book = book;
    this.name = name;
    this.activities = activities;
    this.read = read;
    this.write = write;
    book.ledger().bind(name, this::undo);
  }

  /** Gives the setting this value until {@link #putBack} or the end of the run. */
  public void hold(String value) {
    if (book.ledger().open(name).isPresent()) {
      return;
    }
    String before =
        book.step(name + ".read", "Read " + name)
            .call(activities, (nodes, job) -> read.apply(nodes));
    if (before.equals(value)) {
      return;
    }
    book.ledger().enter(UndoEntry.open(name, before, value), this::undo);
    book.step(name + ".set", "Set " + name + " to " + value + " for now")
        .call(
            activities, (nodes, job) -> write.apply(nodes, value), seen -> objection(seen, value));
  }

  /** Puts the old value back, if this run has changed it. */
  public void putBack() {
    if (book.ledger().open(name).isPresent()) {
      undo();
    }
  }

  private void undo() {
    String before = book.ledger().open(name).orElseThrow().before();
    book.step(name + ".undo", "Set " + name + " back to " + before)
        .callOrLeave(
            activities, (nodes, job) -> write.apply(nodes, before), seen -> objection(seen, before))
        .ifPresentOrElse(
            seen -> book.wayOut().ended(name, UndoState.UNDONE, "read back: " + seen),
            () -> book.wayOut().ended(name, UndoState.LEFT, "a person said to leave it"));
  }

  private Optional<Failure> objection(String seen, String wanted) {
    return seen.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureReason.UNHEALTHY,
                name + " reads " + seen + " after it was set to " + wanted));
  }
}
