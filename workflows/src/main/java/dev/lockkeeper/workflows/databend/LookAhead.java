package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Before the first leg of a chain touches anything: whether each later one can be done after the
 * one before it, by the binaries themselves. A cluster must not be left at a release on the way
 * because the next archive is missing.
 */
final class LookAhead {
  private final Runbook book;
  private final List<UpgradeLeg> later;
  private final Findings first;

  LookAhead(Runbook book, List<UpgradeLeg> later, Findings first) {
    this.book = book;
    this.later = later;
    this.first = first;
  }

  Outlook run() {
    ClusterVersions state = first.after();
    List<String> lines = new ArrayList<>();
    for (UpgradeLeg leg : later) {
      UpgradeGoal goal = new DatabendPreflight(book, leg).prepare();
      UpgradePath path = DatabendPlanner.plan(state, goal);
      if (path instanceof UpgradePath.Refused refused) {
        book.refuse(
            "nothing was changed; the leg to "
                + leg.request().release()
                + " cannot follow: "
                + DatabendNotes.refusal(refused));
      }
      UpgradePath.Direct direct = (UpgradePath.Direct) path;
      lines.add(
          "the leg to "
              + leg.request().release()
              + " will be "
              + (direct.rolls().isEmpty()
                  ? "empty"
                  : direct.rolls().stream()
                      .map(Roll::toString)
                      .collect(Collectors.joining(", then "))));
      state = state.withAll(goal);
    }
    return new Outlook(lines);
  }
}
