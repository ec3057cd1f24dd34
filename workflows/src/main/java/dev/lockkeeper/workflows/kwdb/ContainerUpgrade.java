package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.List;
import java.util.Objects;

/**
 * "Upgrade Using Docker Compose" and "Upgrade Using Docker Commands": the new image is loaded
 * first, the old one is kept under a tag of its own, and only then is the container replaced by one
 * that is the same but for its image. If the new one does not serve, the job itself brings the old
 * one back.
 */
final class ContainerUpgrade {
  private final Runbook book;
  private final KwdbRequest request;
  private final ClusterWork work;

  ContainerUpgrade(Runbook book, KwdbRequest request, ClusterWork work) {
    this.book = book;
    this.request = request;
    this.work = work;
  }

  void run(Node node) {
    ContainerPlan plan = Objects.requireNonNull(work.findings().inspection(node).container());
    book.gate(
        node,
        work.findings().method() == KwdbMethod.DOCKER
            ? "docker stop, rm and run with " + plan.newImage()
            : "docker-compose down and up -d with " + plan.newImage(),
        plan.shown() + "\n" + KwdbNotes.NO_DOWNGRADE,
        () -> evidence(node, plan));
    book.state(node, NodeState.DOWN);
    book.step("upgrade", "Replace the container by one of " + plan.newImage())
        .on(node)
        .patience(Patience.JOB)
        .recheck(() -> work.safeToRetry(node))
        .detail(KwdbNotes.NO_DOWNGRADE)
        .call(
            KwdbNodes.class,
            (nodes, job) -> nodes.changeContainer(work.target(node), change(node, plan), job));
    book.state(node, NodeState.RECOVERING);
    work.awaitBack("back", node, work.findings().target());
    work.awaitWhole(node);
    book.state(node, NodeState.UPGRADED);
  }

  private Evidence evidence(Node node, ContainerPlan plan) {
    return work.safeToStop(node)
        .plus(
            List.of(
                Fact.good("data", "lies outside of the container, in " + plan.store()),
                Fact.good("present image", plan.image() + " is kept")));
  }

  private ContainerSwap change(Node node, ContainerPlan plan) {
    KwdbSettings settings = request.kwdb();
    return new ContainerSwap(
        work.findings().inspection(node),
        plan,
        settings.container(),
        work.findings().method() == KwdbMethod.COMPOSE ? settings.composeFile() : "",
        settings.imageFrom() == ImageSource.REGISTRY
            ? ""
            : work.findings().inspection(node).staged(),
        work.findings().from(),
        work.findings().target(),
        work.copy(node),
        settings.stopLimit(),
        settings.startLimit());
  }
}
