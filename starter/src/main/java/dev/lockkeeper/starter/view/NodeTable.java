package dev.lockkeeper.starter.view;

import dev.lockkeeper.starter.run.TimeInState;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of a run, one a line. */
final class NodeTable {
  private NodeTable() {}

  /**
   * The nodes as they are.
   *
   * @param now until when times that are not over are counted
   */
  static List<String> lines(List<TimeInState> nodes, Instant now, Ink ink) {
    Table table = new Table("NODE", "ROLE", "HOST", "STATE", "FOR", "FROM", "VERSION", "TIME DOWN");
    for (TimeInState each : nodes) {
      NodeStatus node = each.node();
      table.row(
          node.name(),
          node.role(),
          node.host(),
          node.state().name(),
          Times.length(each.inState(now)),
          known(node.from()),
          known(node.version()),
          down(each, now));
    }
    return table.lines(ink);
  }

  /** The nodes as they were at the time of a report. */
  static List<String> lines(UpgradeReport report, Ink ink) {
    return lines(TimeInState.of(report.nodes(), List.of()), report.endedAt(), ink);
  }

  private static String down(TimeInState node, Instant now) {
    String seconds = Times.seconds(node.downUntil(now));
    if (node.downSince() == null) {
      return seconds;
    }
    return (node.downSinceMarked() ? seconds : "up to " + seconds) + ", not back yet";
  }

  private static String known(@Nullable String text) {
    return text == null ? "" : text;
  }
}
