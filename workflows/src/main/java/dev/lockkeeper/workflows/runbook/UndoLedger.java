package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run has changed for its time only. An entry is written down before the change is made, and
 * stays, with what became of it. Knows nothing of Temporal.
 */
final class UndoLedger {
  private final Map<String, UndoEntry> entries = new LinkedHashMap<>();
  private final Map<String, Runnable> undoing = new HashMap<>();
  private final Set<String> untilSettled = new HashSet<>();

  UndoLedger() {}

  UndoLedger(List<UndoEntry> carried) {
    carried.forEach(entry -> entries.put(entry.subject(), entry));
  }

  /** Writes an entry down, before what it takes back is begun. */
  void enter(UndoEntry entry, Runnable undo) {
    // The latest change is taken back first.
    entries.remove(entry.subject());
    entries.put(entry.subject(), entry);
    undoing.put(entry.subject(), undo);
  }

  /** The same for something that stays once {@link #settle} is called. */
  void enterUntilSettled(UndoEntry entry, Runnable undo) {
    enter(entry, undo);
    untilSettled.add(entry.subject());
  }

  /** Says how an entry that was carried over is taken back. */
  void bind(String subject, Runnable undo) {
    undoing.put(subject, undo);
  }

  /** Everything that was begun until settled is as it shall stay. */
  void settle() {
    untilSettled.forEach(entries::remove);
    untilSettled.clear();
  }

  /** The entry, if it still has to be taken back. */
  Optional<UndoEntry> open(String subject) {
    return Optional.ofNullable(entries.get(subject)).filter(UndoLedger::isOpen);
  }

  /** What still has to be taken back, the last change first. */
  List<UndoEntry> latestFirst() {
    List<UndoEntry> latest = new ArrayList<>();
    entries.values().stream().filter(UndoLedger::isOpen).forEach(entry -> latest.add(0, entry));
    return latest;
  }

  @Nullable Runnable undo(String subject) {
    return undoing.get(subject);
  }

  void end(String subject, UndoState end, String why, Instant now) {
    entries.computeIfPresent(subject, (key, entry) -> entry.ended(end, why, now));
  }

  boolean hasLeft() {
    return !left().isEmpty();
  }

  /** Subjects that a person said to leave as they are. */
  List<String> left() {
    return entries.values().stream()
        .filter(entry -> entry.state() == UndoState.LEFT)
        .map(UndoEntry::subject)
        .toList();
  }

  List<UndoEntry> entries() {
    return List.copyOf(entries.values());
  }

  private static boolean isOpen(UndoEntry entry) {
    return entry.state() == UndoState.OPEN;
  }
}
