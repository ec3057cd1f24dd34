package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.Step;

/** "Upgrading Standalone Instances": stop, {@code ./deploy.sh upgrade -l}, start, verify. */
final class StandaloneUpgrade {
  private final Runbook book;
  private final ClusterWork work;

  StandaloneUpgrade(Runbook book, ClusterWork work) {
    this.book = book;
    this.work = work;
  }

  void run(Node node) {
    book.gate(
        node,
        "stop, deploy.sh upgrade -l, start; nobody is served meanwhile",
        KwdbNotes.NO_DOWNGRADE,
        () -> work.safeToStop(node));
    book.undoUnlessSettled(
        "server of " + node.name(), "running", "stopped", () -> work.bringBack(node));
    book.state(node, NodeState.DOWN);
    Step step =
        book.step("upgrade", "Stop, upgrade to " + work.findings().target() + ", start")
            .on(node)
            .patience(Patience.JOB)
            .detail(KwdbNotes.AFTER_A_FAILED_INSTALL);
    if (work.canRestore()) {
      step.restoring(() -> work.restore(node));
    }
    step.call(
        KwdbNodes.class,
        (nodes, job) ->
            nodes.changeServer(
                job, work.target(node), work.change(node, ServerChange.Action.UPGRADE)));
    book.state(node, NodeState.RECOVERING);
    work.awaitBack("back", node, work.findings().target());
    book.settled();
    book.state(node, NodeState.UPGRADED);
  }
}
