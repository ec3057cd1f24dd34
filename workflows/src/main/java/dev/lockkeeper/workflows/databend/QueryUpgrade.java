package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** "Step 2. Upgrade databend-query" of the vendor's page. */
final class QueryUpgrade {
  private final Runbook book;
  private final UpgradeLeg leg;
  private final DatabendRequest request;
  private final DaemonRestart restart;
  private final MixedVersions mixed;
  private final boolean wayBack;

  /**
   * @param wayBack whether no meta node runs the new release yet
   */
  QueryUpgrade(
      Runbook book, UpgradeLeg leg, DaemonRestart restart, MixedVersions mixed, boolean wayBack) {
    this.book = book;
    this.leg = leg;
    this.request = leg.request();
    this.restart = restart;
    this.mixed = mixed;
    this.wayBack = wayBack;
  }

  /** One node: ask, let its statements end, restart it, and see that every node sees it. */
  void run(Node node) {
    book.gate(
        node,
        "let its statements end, stop databend-query and start it on " + target(),
        wayBack ? DatabendNotes.WAY_BACK_OF_A_QUERY : "",
        () -> safeToStop(node).plus(mixed.facts(node)));
    book.step("drain", "Wait until no statement runs")
        .on(node)
        .supposing(() -> "")
        .patience(Patience.LONG)
        .detail("skip: stop it all the same; what runs gets shutdown_wait_timeout_ms to end")
        .callOrSkip(
            DatabendNodes.class,
            (nodes, job) -> nodes.drain(findings().daemon(node), request.databend().drainLimit()));
    Runnable restore = wayBack ? () -> restore(node) : null;
    mixed.restarting(node);
    offering(restart.restart(node).recheck(() -> safeToStop(node)), restore)
        .call(DatabendNodes.class, (nodes, job) -> nodes.restart(job, restart.change(node)));
    book.state(node, NodeState.RECOVERING);
    settle("settled", node, target(), restore);
    book.state(node, NodeState.UPGRADED);
    mixed.upgraded(node);
  }

  /**
   * For two releases that must not run side by side. One gate, because there is one decision:
   * nothing answers meanwhile.
   */
  void allTogether(List<Node> nodes) {
    book.checkpoint(
        leg.key("query-full-stop"),
        "Stop all " + nodes.size() + " query nodes: no statement is answered meanwhile",
        DatabendNotes.plan(findings().path()),
        () ->
            book.step("queries", "Look at the query nodes before the stop")
                .call(DatabendNodes.class, (databend, job) -> databend.queries(findings().view()))
                .evidence());
    book.together(nodes, restart::stop);
    book.together(nodes, restart::start);
    for (Node node : nodes) {
      settle("settled", node, target(), null);
      book.state(node, NodeState.UPGRADED);
    }
  }

  private Evidence safeToStop(Node node) {
    boolean waived = request.upgrade().waiver(DatabendRequest.ONLY_QUERY, node.name()).isPresent();
    return book.step("safety", "Look whether the others can do without it")
        .on(node)
        .call(
            DatabendNodes.class,
            (nodes, job) -> nodes.querySafeToStop(findings().view(), node.name(), waived))
        .evidence();
  }

  private void settle(String key, Node node, String version, @Nullable Runnable restore) {
    Step step =
        book.step(key, "Wait until it answers and system.clusters shows each node once")
            .on(node)
            .supposing(() -> QuerySight.supposed(version, book.now()))
            .patience(Patience.LONG);
    offering(step, restore)
        .call(
            DatabendNodes.class,
            (nodes, job) -> nodes.awaitQuery(findings().view(), restart.settling(node, version)),
            sight -> restart.judge(node, sight.version(), version));
  }

  private static Step offering(Step step, @Nullable Runnable restore) {
    return restore == null
        ? step
        : step.restoring(restore).detail(DatabendNotes.WAY_BACK_OF_A_QUERY);
  }

  /** The same job the other way round. Nothing more is upgraded after it. */
  private void restore(Node node) {
    book.step(leg.key("restore"), "Stop, switch back and start on the previous release")
        .on(node)
        .patience(Patience.JOB)
        .call(
            DatabendNodes.class,
            (nodes, job) -> nodes.restart(job, restart.change(node).reversed()));
    book.state(node, NodeState.RECOVERING);
    settle("restored", node, findings().versionBefore(node), null);
    book.state(node, NodeState.RESTORED);
  }

  private Findings findings() {
    return restart.findings();
  }

  private String target() {
    return findings().target();
  }
}
