package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.Step;

/**
 * "Upgrading Multi-Replica Clusters", one node: check and stop, {@code ./deploy.sh upgrade -l},
 * start, verify. Before the stop the node is drained, because the second TERM that systemd sends
 * makes the server leave with its work in hand (unit of 3.0.0 to 3.2.1).
 */
final class RollingUpgrade {
  private final Runbook book;
  private final ClusterWork work;

  RollingUpgrade(Runbook book, ClusterWork work) {
    this.book = book;
    this.work = work;
  }

  void run(Node node) {
    book.gate(
        node,
        "drain, stop, deploy.sh upgrade -l, start",
        KwdbNotes.NO_DOWNGRADE,
        () -> work.safeToStop(node));
    book.undoUnlessSettled(
        "server of " + node.name(), "running", "stopped", () -> work.bringBack(node));
    book.state(node, NodeState.DOWN);
    upgrade(node);
    book.state(node, NodeState.RECOVERING);
    work.awaitBack("rejoined", node, work.findings().target());
    work.awaitWhole(node);
    book.settled();
    book.state(node, NodeState.UPGRADED);
  }

  /** The down window: one job on the node. */
  private void upgrade(Node node) {
    Step step =
        book.step("upgrade", "Drain, stop, upgrade to " + work.findings().target() + ", start")
            .on(node)
            .patience(Patience.JOB)
            .recheck(() -> work.safeToRetry(node))
            .detail(KwdbNotes.AFTER_A_FAILED_INSTALL);
    if (work.canRestore()) {
      step.restoring(() -> work.restore(node));
    }
    step.call(
        KwdbNodes.class,
        (nodes, job) ->
            nodes.changeServer(
                job, work.target(node), work.change(node, ServerChange.Action.ROLL)));
  }
}
