package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One node as the run goes on. */
final class NodeProgress {
  private final Node node;
  private NodeState state = NodeState.PENDING;
  private Instant since;
  private @Nullable String from;
  private @Nullable String version;
  private @Nullable Double downSeconds;

  NodeProgress(Node node, Instant since) {
    this.node = node;
    this.since = since;
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

  void seen(String observed) {
    if (from == null) {
      from = observed;
    }
    version = observed;
  }

  void addDown(double seconds) {
    downSeconds = (downSeconds == null ? 0 : downSeconds) + seconds;
  }

  NodeStatus shown() {
    return new NodeStatus(
        node.name(), node.host(), node.role(), state, from, version, since, downSeconds);
  }
}
