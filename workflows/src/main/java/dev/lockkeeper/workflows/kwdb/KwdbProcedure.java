package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.TemporarySetting;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's page "Database Upgrade" (KWDB documentation, Database Operation, 3.1.0): prepare,
 * copy the new package to the nodes, then the section that the nodes' own files name.
 */
final class KwdbProcedure {
  private final Runbook book;
  private final KwdbRequest request;
  private final TemporarySetting<KwdbNodes> storeDead;
  private @Nullable ClusterWork work;

  KwdbProcedure(Runbook book, KwdbRequest request) {
    this.book = book;
    this.request = request;
    this.storeDead =
        book.temporary(
            "server.time_until_store_dead",
            KwdbNodes.class,
            nodes -> nodes.readStoreDead(work().view()),
            (nodes, value) -> nodes.writeStoreDead(work().view(), value));
  }

  void run() {
    if (request.kwdb().method() == KwdbMethod.IMPORT_EXPORT) {
      new ImportExport(book, request).run();
      return;
    }
    Findings findings =
        book.once("preflight", Findings.class, new KwdbPreflight(book, request)::run);
    work = new ClusterWork(book, request, findings);
    List<Node> nodes = findings.toUpgrade(work().nodes());
    book.once("prepared", Prepared.class, () -> prepare(nodes));
    switch (findings.method()) {
      case ROLLING -> rolling(nodes);
      case SINGLE_REPLICA -> singleReplica(nodes);
      case STANDALONE -> standalone(nodes);
      case COMPOSE -> containers("Upgrade Using Docker Compose", nodes);
      case DOCKER -> containers("Upgrade Using Docker Commands", nodes);
      case SOURCE -> source(nodes);
      case IMPORT_EXPORT -> throw new IllegalStateException("the nodes never say so");
    }
    book.phase("Verify");
    verify();
  }

  private void rolling(List<Node> nodes) {
    book.phase("Upgrading Multi-Replica Clusters: Executing Upgrade");
    nodeByNode(nodes, new RollingUpgrade(book, work())::run);
  }

  private void standalone(List<Node> nodes) {
    book.phase("Upgrading Standalone Instances");
    nodes.forEach(new StandaloneUpgrade(book, work())::run);
  }

  private void singleReplica(List<Node> nodes) {
    if (!nodes.isEmpty()) {
      new SingleReplicaUpgrade(book, request, work()).run(nodes);
    }
  }

  private void containers(String section, List<Node> nodes) {
    book.phase(section);
    ContainerUpgrade container = new ContainerUpgrade(book, request, work());
    nodeByNode(nodes, container::run);
  }

  private void source(List<Node> nodes) {
    SourceUpgrade source = new SourceUpgrade(book, request, work());
    book.phase("Upgrade for Source Code Compilation: Compile the new version");
    book.together(nodes, source::build);
    book.phase("Upgrade for Source Code Compilation: Start the service");
    nodeByNode(nodes, source::run);
  }

  /** A node that is away for longer than the setting says counts as dead, and is replaced. */
  private void nodeByNode(List<Node> nodes, java.util.function.Consumer<Node> upgrade) {
    boolean others = work().findings().replicated() && !nodes.isEmpty();
    if (others) {
      storeDead.hold(request.kwdb().storeDead().toString());
    }
    book.each("nodes", nodes, upgrade);
    if (others) {
      storeDead.putBack();
    }
  }

  /** That everything was brought to the nodes and people were asked. */
  private record Prepared(int nodes) {}

  private Prepared prepare(List<Node> nodes) {
    book.phase("Copy the new version package to the nodes");
    book.together(nodes, this::stage);
    if (!nodes.isEmpty()) {
      book.checkpoint(
          "prepared",
          "Begin the upgrade of "
              + request.upgrade().cluster()
              + " to "
              + request.upgrade().target(),
          "",
          () -> new Evidence(KwdbNotes.preparation(request.kwdb()), book.now()));
    }
    return new Prepared(nodes.size());
  }

  private void stage(Node node) {
    Findings findings = work().findings();
    if (findings.method().byImage() && request.kwdb().imageFrom() == ImageSource.REGISTRY) {
      return;
    }
    book.step("stage", "Stage " + findings.target())
        .on(node)
        .patience(Patience.LONG)
        .call(
            KwdbNodes.class,
            (nodes, job) ->
                nodes.stage(
                    work().target(node),
                    request.upgrade().release(),
                    findings.release(),
                    findings.inspection(node)));
    if (findings.method().byScript()) {
      work().work("check", "Check the package and sudo", node, ServerChange.Action.CHECK);
    }
    book.state(node, NodeState.STAGED);
  }

  private void verify() {
    book.together(
        work().nodes(), node -> work().awaitBack("observe", node, work().findings().target()));
    work().awaitWhole();
  }

  /** There from the preflight's end on; nothing is held before. */
  private ClusterWork work() {
    return Objects.requireNonNull(work);
  }
}
