package dev.lockkeeper.starter.report;

import java.util.List;

/**
 * What is kept of a run: a summary, and everything that happened in the order of time.
 *
 * @param entries numbered from 1 on
 */
public record Chronicle(Summary summary, List<Entry> entries) {
  /** The hash that stands for all of it; it can be noted down elsewhere, such as in a ticket. */
  public String head() {
    return HashChain.head(this);
  }

  /** What was asked, and what was decided. */
  List<Entry> decisions() {
    return entries.stream()
        .filter(entry -> entry.kind() == EntryKind.DECISION || entry.kind() == EntryKind.QUESTION)
        .toList();
  }

  /** The entries of a kind. */
  public List<Entry> of(EntryKind kind) {
    return entries.stream().filter(entry -> entry.kind() == kind).toList();
  }
}
