package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;

/**
 * "Upgrade for Source Code Compilation": compile the new version on the node while the old one
 * serves, then start it by the same start command as before, and verify.
 */
final class SourceUpgrade {
  private final Runbook book;
  private final KwdbRequest request;
  private final ClusterWork work;

  SourceUpgrade(Runbook book, KwdbRequest request, ClusterWork work) {
    this.book = book;
    this.request = request;
    this.work = work;
  }

  /** Compiles on a node; nothing is stopped. */
  void build(Node node) {
    book.step("build", "Compile " + work.findings().target())
        .on(node)
        .patience(Patience.JOB)
        .call(
            KwdbNodes.class, (nodes, job) -> nodes.buildSource(job, work.target(node), swap(node)));
  }

  void run(Node node) {
    book.gate(
        node,
        "stop, replace " + node.home() + ", start with the same command",
        KwdbNotes.NO_DOWNGRADE,
        () -> work.safeToStop(node));
    book.state(node, NodeState.DOWN);
    book.step("upgrade", "Stop, replace the programs, and start on " + work.findings().target())
        .on(node)
        .patience(Patience.JOB)
        .recheck(() -> work.safeToRetry(node))
        .detail(KwdbNotes.NO_DOWNGRADE)
        .call(
            KwdbNodes.class,
            (nodes, job) -> nodes.changeSource(job, work.target(node), swap(node)));
    book.state(node, NodeState.RECOVERING);
    work.awaitBack("back", node, work.findings().target());
    work.awaitWhole(node);
    book.state(node, NodeState.UPGRADED);
  }

  private SourceSwap swap(Node node) {
    KwdbSettings settings = request.kwdb();
    return new SourceSwap(
        work.findings().inspection(node),
        work.findings().inspection(node).staged(),
        node.home(),
        work.findings().from(),
        work.findings().target(),
        work.copy(node),
        settings.drainLimit(),
        settings.stopLimit(),
        settings.startLimit());
  }
}
