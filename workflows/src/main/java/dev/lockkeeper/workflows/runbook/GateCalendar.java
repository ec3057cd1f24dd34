package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.GateFrequency;
import dev.lockkeeper.workflows.model.Node;
import java.util.List;

/** Says before which nodes of a group a person is asked. */
public final class GateCalendar {
  private final GateFrequency frequency;

  public GateCalendar(GateFrequency frequency) {
    this.frequency = frequency;
  }

  /** Whether there is a gate before this node of the group. */
  public boolean asks(List<Node> group, Node node) {
    int position = group.indexOf(node);
    return switch (frequency) {
      case EVERY_NODE -> true;
      case CANARY -> position <= 1;
      case PER_ROLE -> position == 0;
      case NONE -> false;
    };
  }

  /** What the gate before this node asks: it names every node that it opens the way to. */
  public String title(List<Node> group, Node node, String action) {
    List<String> names = covered(group, node).stream().map(Node::name).toList();
    return String.join(", ", names) + ": " + action;
  }

  private List<Node> covered(List<Node> group, Node node) {
    int position = group.indexOf(node);
    boolean rest =
        frequency == GateFrequency.PER_ROLE || (frequency == GateFrequency.CANARY && position == 1);
    return rest ? group.subList(position, group.size()) : List.of(node);
  }
}
