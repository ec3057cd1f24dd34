package dev.lockkeeper.starter.view;

import dev.lockkeeper.workflows.model.NodeStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of a run, one a line. */
final class NodeTable {
  private NodeTable() {}

  static List<String> lines(List<NodeStatus> nodes, Ink ink) {
    Table table = new Table("NODE", "ROLE", "HOST", "STATE", "FROM", "VERSION", "TIME DOWN");
    for (NodeStatus node : nodes) {
      table.row(
          node.name(),
          node.role(),
          node.host(),
          node.state().name(),
          known(node.from()),
          known(node.version()),
          Times.seconds(node.downSeconds()));
    }
    return table.lines(ink);
  }

  private static String known(@Nullable String text) {
    return text == null ? "" : text;
  }
}
