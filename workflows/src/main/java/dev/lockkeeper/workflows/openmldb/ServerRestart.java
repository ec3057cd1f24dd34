package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes a server down and brings it up on the new release, or back on the old one. */
final class ServerRestart {
  private final Runbook book;
  private final OpenMldbRequest request;
  private final OpenMldbPreflight.Findings findings;
  private final OpenMldbView view;

  ServerRestart(Runbook book, OpenMldbRequest request, OpenMldbPreflight.Findings findings) {
    this.book = book;
    this.request = request;
    this.findings = findings;
    this.view = OpenMldbProcedure.view(request, findings.members(request));
  }

  /** The cluster, with its members. */
  OpenMldbView view() {
    return view;
  }

  ServerInspection inspection(Node node) {
    return findings.inspection(node);
  }

  OpenMldbPreflight.Findings findings() {
    return findings;
  }

  ServerChange change(Node node, ServerChange.Readiness readiness) {
    return new ServerChange(
        OpenMldbRole.of(node.role()),
        inspection(node),
        request.upgrade().release(),
        ServerChange.Direction.FORWARD,
        readiness,
        request.openmldb().zookeeper(),
        request.openmldb().zookeeperRoot(),
        request.openmldb().stopLimit(),
        request.openmldb().startLimit());
  }

  /** Looks whether the server can be done without, and keeps what was seen last. */
  Evidence safeToStop(Node node, SafetyRules rules, Consumer<ClusterSight> seen) {
    ClusterSight sight =
        book.step("safety", "Look whether it is safe to stop")
            .on(node)
            .call(
                OpenMldbNodes.class,
                (nodes, job) ->
                    nodes.safeToStop(view, role(node), inspection(node).endpoint(), rules));
    seen.accept(sight);
    return sight.evidence();
  }

  /** The down window: one job on the node. */
  void run(Node node, ServerChange change, SafetyRules rules, Runnable restore) {
    book.state(node, NodeState.DOWN);
    book.step("restart", "Stop, back up, switch bin and conf, and start on " + findings.target())
        .on(node)
        .patience(Patience.JOB)
        .recheck(() -> safeToRetry(node, rules))
        .restoring(restore)
        .detail(OpenMldbNotes.ROLLBACK)
        .call(OpenMldbNodes.class, (nodes, job) -> nodes.restart(job, target(node), change));
    book.state(node, NodeState.RECOVERING);
  }

  /** The same job the other way round. Nothing more is upgraded after it. */
  void restore(Node node, ServerChange change) {
    book.step("restore", "Stop, put bin and conf back, and start on the previous release")
        .on(node)
        .patience(Patience.JOB)
        .call(
            OpenMldbNodes.class,
            (nodes, job) -> nodes.restart(job, target(node), change.reversed()));
    book.state(node, NodeState.RECOVERING);
  }

  /** Waits until a server that keeps no data says that it runs a release. */
  void awaitVersion(String key, Node node, String version, Runnable restore) {
    book.step(key, "Wait until it says that it runs " + version)
        .on(node)
        .supposing(() -> version)
        .patience(Patience.LONG)
        .restoring(restore)
        .detail(OpenMldbNotes.ROLLBACK)
        .call(
            OpenMldbNodes.class,
            (nodes, job) ->
                nodes.observe(
                    target(node), role(node), inspection(node), request.openmldb().startLimit()),
            seen -> judge(node, seen, version));
  }

  /** A version other than the wanted one is a failure. */
  Optional<Failure> judge(Node node, String seen, String wanted) {
    book.seen(node, seen);
    return seen.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureReason.UNHEALTHY, node.name() + " runs " + seen + " instead of " + wanted));
  }

  Target target(Node node) {
    return new Target(node, request.upgrade().credentials());
  }

  private Evidence safeToRetry(Node node, SafetyRules rules) {
    return book.step("safety", "Look whether it is safe to try again")
        .on(node)
        .call(
            OpenMldbNodes.class,
            (nodes, job) ->
                nodes.safeToRetry(view, role(node), inspection(node).endpoint(), rules));
  }

  private static OpenMldbRole role(Node node) {
    return OpenMldbRole.of(node.role());
  }
}
