package dev.lockkeeper.starter.view;

import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import java.util.ArrayList;
import java.util.List;

/** Whose fences stand on a cluster's nodes, as text. */
public final class FenceView {
  private final Ink ink;
  private final Times times;

  public FenceView(Ink ink, Times times) {
    this.ink = ink;
    this.times = times;
  }

  /** One line for each node, and what runs or is wrong there. */
  public List<String> lines(List<FenceSight> sights) {
    Table table = new Table("NODE", "HELD BY", "RUN", "NAMESPACE", "SINCE");
    List<String> more = new ArrayList<>();
    for (FenceSight sight : sights) {
      FenceClaim holder = sight.holder();
      if (holder != null) {
        table.row(
            sight.node(),
            holder.workflow(),
            holder.run(),
            holder.namespace(),
            times.at(holder.since()));
      } else {
        table.row(sight.node(), sight.problem() == null ? "nobody" : "not known", "", "", "");
      }
      sight
          .jobs()
          .forEach(job -> more.add(sight.node() + ": still runs: ~/.lockkeeper/jobs/" + job));
      if (sight.problem() != null) {
        more.add(sight.node() + ": " + ink.bad(sight.problem()));
      }
    }
    List<String> lines = new ArrayList<>(table.lines(ink));
    lines.addAll(more);
    return lines;
  }
}
