package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node as the run goes on. */
final class NodeProgress {
  private final Node node;
  private NodeState state = NodeState.PENDING;
  private Instant since;
  private @Nullable String from;
  private @Nullable String version;
  private @Nullable Double downSeconds;
  private @Nullable Instant downFrom;

  NodeProgress(Node node, Instant since) {
    this.node = node;
    this.since = since;
  }

  /** The same node in a run that is continued. */
  NodeProgress continued(NodeStatus carried) {
    NodeProgress same = new NodeProgress(node, carried.since());
    same.state = carried.state();
    same.from = carried.from();
    same.version = carried.version();
    same.downSeconds = carried.downSeconds();
    return same;
  }

  void enter(NodeState next, Instant now) {
    if (state != next) {
      state = next;
      since = now;
    }
  }

  NodeState state() {
    return state;
  }

  /** Whether its version was ever seen. */
  boolean known() {
    return version != null;
  }

  void seen(String observed) {
    if (from == null) {
      from = observed;
    }
    version = observed;
  }

  /**
   * Counts the time in which its server does not serve, over all its jobs, also those that failed.
   * Without both marks the time is not known, and nothing is claimed.
   */
  void hear(List<Mark> marks) {
    for (Mark mark : marks) {
      if (mark.name().equals(Mark.STOPPING) && downFrom == null) {
        downFrom = mark.at();
      } else if (mark.name().equals(Mark.LISTENING) && downFrom != null) {
        downSeconds =
            (downSeconds == null ? 0 : downSeconds)
                + Duration.between(downFrom, mark.at()).toMillis() / 1000.0;
        downFrom = null;
      }
    }
  }

  NodeStatus shown() {
    return new NodeStatus(
        node.name(), node.host(), node.role(), state, from, version, since, downSeconds);
  }
}
