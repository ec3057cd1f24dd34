package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.List;
import java.util.Optional;

/** What the ways of the page have in common: looking, waiting, and the change of a server. */
final class ClusterWork {
  private final Runbook book;
  private final KwdbRequest request;
  private final Findings findings;
  private final KwdbView view;

  ClusterWork(Runbook book, KwdbRequest request, Findings findings) {
    this.book = book;
    this.request = request;
    this.findings = findings;
    this.view = findings.view(request);
  }

  Findings findings() {
    return findings;
  }

  KwdbView view() {
    return view;
  }

  Target target(Node node) {
    return new Target(node, request.upgrade().credentials());
  }

  List<Node> nodes() {
    return request.upgrade().nodesOf(KwdbRole.NODE.word());
  }

  /** What is done to a node's server. */
  ServerChange change(Node node, ServerChange.Action action) {
    KwdbSettings settings = request.kwdb();
    String previous = settings.previousPackage();
    return new ServerChange(
        action,
        findings.inspection(node),
        findings.from(),
        findings.target(),
        node.home(),
        copy(node),
        previous == null ? "" : previous,
        settings.drainLimit(),
        settings.stopLimit(),
        settings.startLimit());
  }

  /** Where the stopped data directory is copied to; empty if the operator has a backup. */
  String copy(Node node) {
    return request.kwdb().backup() == BackupKind.TAKEN
        ? ""
        : request.kwdb().backupDirectory()
            + "/"
            + request.upgrade().cluster()
            + "-"
            + node.name()
            + "-"
            + findings.from();
  }

  /** Whether the previous package lies on the nodes. */
  boolean canRestore() {
    return request.kwdb().previousPackage() != null;
  }

  /** Looks whether the cluster can do without the node, and says what a gate should say. */
  Evidence safeToStop(Node node) {
    return book.step("safety", "Look whether it is safe to stop")
        .on(node)
        .call(
            KwdbNodes.class,
            (nodes, job) ->
                nodes.safeToStop(
                    view, findings.inspection(node).address(), request.kwdb().settleFor()))
        .plus(KwdbNotes.atGates(request.kwdb(), copy(node)));
  }

  /** The same for a node that may be down, because its upgrade failed. */
  Evidence safeToRetry(Node node) {
    return book.step("safety", "Look whether it is safe to try again")
        .on(node)
        .call(
            KwdbNodes.class,
            (nodes, job) -> nodes.safeToRetry(view, findings.inspection(node).address()));
  }

  /** Waits until the others see the node available, live and on a release. */
  void awaitBack(String key, Node node, String version) {
    Comeback comeback =
        new Comeback(
            node.name(), findings.inspection(node).address(), version, request.kwdb().startLimit());
    book.step(key, "Wait until it is available and live on " + version)
        .on(node)
        .patience(Patience.LONG)
        .detail(KwdbNotes.NO_DOWNGRADE)
        .supposing(() -> version)
        .call(
            KwdbNodes.class,
            (nodes, job) -> nodes.awaitBack(view, comeback),
            seen -> judge(node, seen, version));
  }

  /** Waits until every range has all its replicas. */
  void awaitWhole(Node node) {
    book.step("whole", "Wait until its replicas are whole again")
        .on(node)
        .patience(Patience.LONG)
        .supposing(() -> new Evidence(List.of(), book.now()))
        .call(
            KwdbNodes.class,
            (nodes, job) ->
                nodes.awaitWhole(view, request.kwdb().settleFor(), request.kwdb().wholeLimit()));
  }

  /** The same about the cluster as a whole. */
  void awaitWhole() {
    book.step("whole", "Wait until the replicas are whole")
        .patience(Patience.LONG)
        .supposing(() -> new Evidence(List.of(), book.now()))
        .call(
            KwdbNodes.class,
            (nodes, job) ->
                nodes.awaitWhole(view, request.kwdb().settleFor(), request.kwdb().wholeLimit()));
  }

  /** A job on a node's server, and nothing else. */
  void work(String key, String title, Node node, ServerChange.Action action) {
    book.step(key, title)
        .on(node)
        .patience(Patience.JOB)
        .call(
            KwdbNodes.class,
            (nodes, job) -> nodes.changeServer(job, target(node), change(node, action)));
  }

  /** For the way out of a run that left a server stopped. One that runs is left alone. */
  void bringBack(Node node) {
    work("bring-back", "Start", node, ServerChange.Action.START);
  }

  /** Installs the previous package again and waits for the server on it. */
  void restore(Node node) {
    work(
        "restore",
        "Install the previous package again, and start",
        node,
        ServerChange.Action.RESTORE);
    book.state(node, NodeState.RECOVERING);
    awaitBack("restored", node, findings.from());
    book.settled();
    book.state(node, NodeState.RESTORED);
  }

  private Optional<Failure> judge(Node node, String seen, String wanted) {
    book.seen(node, seen);
    return seen.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureReason.UNHEALTHY, node.name() + " runs " + seen + " instead of " + wanted));
  }
}
