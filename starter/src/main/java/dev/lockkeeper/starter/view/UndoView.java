package dev.lockkeeper.starter.view;

import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import java.util.List;

/** The undo ledger, as text. */
final class UndoView {
  private UndoView() {}

  /** What is not yet put back, a line each. */
  static List<String> open(List<UndoEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.state() != UndoState.UNDONE)
        .map(UndoView::line)
        .toList();
  }

  static String line(UndoEntry entry) {
    String change = entry.subject() + ": was " + entry.before() + ", is " + entry.during();
    return switch (entry.state()) {
      case OPEN -> change;
      case UNDONE -> entry.subject() + ": put back: " + entry.proof();
      case LEFT -> change + "; left so: " + entry.proof();
    };
  }

  /** All of it with its proofs. */
  static List<String> table(List<UndoEntry> entries, Ink ink, Times times) {
    if (entries.isEmpty()) {
      return List.of();
    }
    Table table = new Table("WHAT", "BEFORE", "DURING", "NOW", "AT", "PROOF");
    for (UndoEntry entry : entries) {
      table.row(
          entry.subject(),
          entry.before(),
          entry.during(),
          entry.state() == UndoState.OPEN ? "NOT PUT BACK" : entry.state().name(),
          entry.at() == null ? "" : times.at(entry.at()),
          entry.proof() == null ? "" : entry.proof());
    }
    return table.lines(ink);
  }

  /** Whether the run still keeps others from its nodes. */
  static boolean fenced(List<UndoEntry> entries) {
    return entries.stream()
        .anyMatch(
            entry -> entry.subject().equals(UndoEntry.FENCE) && entry.state() != UndoState.UNDONE);
  }
}
