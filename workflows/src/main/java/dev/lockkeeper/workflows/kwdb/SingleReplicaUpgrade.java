package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * "Upgrading Single-Replica Clusters": stop all, upgrade each, start all. No two releases run side
 * by side: if the run ends in between, either every server is brought back on the old release, or
 * all stay stopped and the report says so.
 */
final class SingleReplicaUpgrade {
  private final Runbook book;
  private final KwdbRequest request;
  private final ClusterWork work;
  private final Set<String> touched = new LinkedHashSet<>();
  private boolean allUpgraded;

  SingleReplicaUpgrade(Runbook book, KwdbRequest request, ClusterWork work) {
    this.book = book;
    this.request = request;
    this.work = work;
  }

  void run(List<Node> upgrading) {
    List<Node> all = work.nodes();
    Evidence evidence = look();
    book.checkpoint(
        "stop-all",
        "Stop KWDB on all "
            + all.size()
            + " nodes of "
            + request.upgrade().cluster()
            + ", upgrade each, start all",
        KwdbNotes.NO_DOWNGRADE,
        () -> evidence.plus(KwdbNotes.atGates(request.kwdb(), work.copy(all.get(0)))));
    look();

    book.phase("1. Stop KWDB on all nodes in the cluster");
    book.together(all, this::stop);

    if (request.kwdb().backup() == BackupKind.COPY) {
      book.phase("Back up the data directory on all nodes");
      book.together(
          all,
          node -> work.work("backup", "Copy the data directory", node, ServerChange.Action.COPY));
    }

    book.phase("2. Upgrade each node");
    upgrading.forEach(node -> upgrade(node, all));
    allUpgraded = true;

    book.phase("3. Start the database on each node");
    book.together(
        all, node -> work.work("start", "systemctl start", node, ServerChange.Action.START));
    all.forEach(node -> book.state(node, NodeState.RECOVERING));
    book.together(all, node -> work.awaitBack("back", node, work.findings().target()));
    work.awaitWhole();
    book.settled();
    all.forEach(node -> book.state(node, NodeState.UPGRADED));
  }

  private Evidence look() {
    return book.step("cluster", "Look whether the cluster is whole before it stops")
        .call(
            KwdbNodes.class,
            (nodes, job) -> nodes.look(work.view(), request.kwdb().settleFor()),
            evidence -> unwaived(evidence));
  }

  private Optional<Failure> unwaived(Evidence evidence) {
    Evidence left =
        new Evidence(
            evidence.facts().stream()
                .filter(fact -> request.upgrade().waiver(fact.name(), null).isEmpty())
                .toList(),
            evidence.seenAt());
    return left.safe()
        ? Optional.empty()
        : Optional.of(new Failure(FailureReason.UNHEALTHY, left.objections()));
  }

  private void stop(Node node) {
    book.undoUnlessSettled("server of " + node.name(), "running", "stopped", () -> bringBack(node));
    book.state(node, NodeState.DOWN);
    work.work("stop", "systemctl stop", node, ServerChange.Action.STOP);
  }

  private void upgrade(Node node, List<Node> all) {
    touched.add(node.name());
    Step step =
        book.step("upgrade", "deploy.sh upgrade -l to " + work.findings().target())
            .on(node)
            .patience(Patience.JOB)
            .detail(KwdbNotes.AFTER_A_FAILED_INSTALL);
    if (work.canRestore()) {
      step.restoring(() -> restore(all));
    }
    step.call(
        KwdbNodes.class,
        (nodes, job) ->
            nodes.changeServer(
                job, work.target(node), work.change(node, ServerChange.Action.UPGRADE_STOPPED)));
  }

  /** Nothing was started on the new release yet, so every node may go back. */
  private void restore(List<Node> all) {
    reinstall(all);
    book.together(
        all, node -> work.work("start", "systemctl start", node, ServerChange.Action.START));
    book.together(all, node -> work.awaitBack("restored", node, work.findings().from()));
    book.settled();
    all.forEach(node -> book.state(node, NodeState.RESTORED));
  }

  private void reinstall(List<Node> all) {
    for (Node node : all) {
      if (touched.remove(node.name())) {
        work.work(
            "restore",
            "Install the previous package again",
            node,
            ServerChange.Action.RESTORE_STOPPED);
      }
    }
  }

  private void bringBack(Node node) {
    if (!allUpgraded && !touched.isEmpty()) {
      if (!work.canRestore()) {
        book.refuse(
            node.name()
                + " stays stopped: "
                + String.join(", ", touched)
                + " may have the new programs and others the old ones, and they must not run side"
                + " by side. Bring all to one release, then start them with systemctl start"
                + " kaiwudb");
      }
      reinstall(work.nodes());
    }
    work.bringBack(node);
  }
}
