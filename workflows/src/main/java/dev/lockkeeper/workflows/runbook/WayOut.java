package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import java.util.List;

/** Takes back, on every way out of a run, what was changed for its time only. */
final class WayOut {
  private final Runbook book;
  private final UndoLedger ledger;
  private final Runnable changed;

  WayOut(Runbook book, UndoLedger ledger, Runnable changed) {
    this.book = book;
    this.ledger = ledger;
    this.changed = changed;
  }

  /** Takes back what was changed for the run's time only, and tells what stays behind. */
  String undo() {
    List<UndoEntry> open = ledger.latestFirst();
    if (open.isEmpty()) {
      return "";
    }
    book.brake().undo();
    book.phase("Undo");
    for (UndoEntry entry : open) {
      undo(entry);
    }
    if (ledger.hasLeft()) {
      return "; NOT taken back: " + String.join(", ", ledger.left());
    }
    return open.stream().allMatch(entry -> entry.subject().equals(Fence.SUBJECT))
        ? ""
        : "; what had been begun was taken back";
  }

  private void undo(UndoEntry entry) {
    Runnable undo = ledger.undo(entry.subject());
    if (undo == null) {
      ended(entry.subject(), UndoState.LEFT, "this release of Lockkeeper cannot put it back");
      return;
    }
    try {
      undo.run();
      if (ledger.open(entry.subject()).isPresent()) {
        ended(entry.subject(), UndoState.UNDONE, "done");
      }
    } catch (RunEnded given) {
      ended(entry.subject(), UndoState.LEFT, given.reason());
    }
  }

  /** Notes what has become of something that was changed for a time. */
  void ended(String subject, UndoState end, String why) {
    ledger.end(subject, end, why, RunClock.now());
    if (end == UndoState.LEFT) {
      book.warn(subject + " was not put back: " + why);
    }
    changed.run();
  }
}
