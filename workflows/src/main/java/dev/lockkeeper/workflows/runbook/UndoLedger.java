package dev.lockkeeper.workflows.runbook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been begun and must be taken back if the run ends before it is settled. Knows nothing of
 * Temporal.
 */
final class UndoLedger {
  private final Map<String, Runnable> entries = new LinkedHashMap<>();

  /** Writes an entry down, before what it takes back is begun. */
  void enter(String subject, Runnable undo) {
    entries.put(subject, undo);
  }

  /** Everything is as it shall stay. */
  void settle() {
    entries.clear();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The entries, the last one first. */
  List<Map.Entry<String, Runnable>> latestFirst() {
    List<Map.Entry<String, Runnable>> reversed = new ArrayList<>(entries.entrySet());
    Collections.reverse(reversed);
    return reversed;
  }
}
