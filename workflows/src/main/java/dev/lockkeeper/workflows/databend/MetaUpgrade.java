package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.ArrayList;
import java.util.List;

/**
 * "Step 3. Upgrade databend-meta" of the vendor's page: only one by one, because it is a cluster
 * with a quorum. What the page leaves out is added: the backup, the followers first, and the wait
 * until a node has caught up.
 */
final class MetaUpgrade {
  private static final DatabendVersion HANDS_OVER = DatabendVersion.of("1.2.599");

  private final Runbook book;
  private final DatabendRequest request;
  private final DaemonRestart restart;
  private final String backup;

  /**
   * @param backup what was saved and where, for the gates
   */
  MetaUpgrade(Runbook book, DatabendRequest request, DaemonRestart restart, String backup) {
    this.book = book;
    this.request = request;
    this.restart = restart;
    this.backup = backup;
  }

  /** Exports the data before the first meta node is touched. */
  static Backup backUp(Runbook book, UpgradeLeg leg, Findings findings, Node from) {
    Backup backup =
        book.step(leg.key("backup"), "databend-metactl export")
            .on(from)
            .supposing(() -> Backup.planned(from.name(), findings.inspection(from)))
            .patience(Patience.LONG)
            .call(
                DatabendNodes.class,
                (nodes, job) ->
                    nodes.backup(job, findings.daemon(from), findings.inspection(from)));
    book.warn("backup of databend-meta: " + backup);
    return backup;
  }

  /** The followers in the order of the request, then who leads now. */
  static List<Node> followersFirst(List<Node> nodes, MetaSight sight) {
    List<Node> order = new ArrayList<>(nodes);
    nodes.stream()
        .filter(node -> node.name().equals(sight.leader()))
        .forEach(
            leader -> {
              order.remove(leader);
              order.add(leader);
            });
    return order;
  }

  /** One node. There is no way back from it. */
  void run(Node node) {
    Leader leader = new Leader();
    book.gate(
        node,
        "stop databend-meta and start it on " + target() + "; there is no way back",
        DatabendNotes.NO_WAY_BACK,
        () -> safeToStop(node, leader).plus(List.of(Fact.note("backup", backup))));
    if (leader.is(node) && handsOver(node)) {
      book.step("transfer", "Let another meta node lead")
          .on(node)
          .patience(Patience.LONG)
          .call(
              DatabendNodes.class,
              (nodes, job) ->
                  nodes.transferLeadership(
                      findings().view(), node.name(), request.databend().settleLimit()));
    }
    restart
        .restart(node)
        .recheck(() -> safeToStop(node, leader))
        .detail(DatabendNotes.NO_WAY_BACK)
        .call(DatabendNodes.class, (nodes, job) -> nodes.restart(job, restart.change(node)));
    book.state(node, NodeState.RECOVERING);
    settle(node);
    book.state(node, NodeState.UPGRADED);
  }

  private Evidence safeToStop(Node node, Leader leader) {
    boolean waived = request.upgrade().waiver(DatabendRequest.QUORUM, node.name()).isPresent();
    MetaSight sight =
        book.step("safety", "Look whether a quorum remains without it")
            .on(node)
            .call(
                DatabendNodes.class,
                (nodes, job) -> nodes.metaSafeToStop(findings().view(), node.name(), waived));
    leader.name = sight.leader();
    return leader.is(node) && !handsOver(node) && sight.evidence().safe()
        ? sight.evidence().plus(List.of(Fact.note("leader", DatabendNotes.NO_TRANSFER)))
        : sight.evidence();
  }

  private void settle(Node node) {
    MetaSight sight =
        book.step("caught-up", "Wait until it has caught up and all voters have the same data")
            .on(node)
            .supposing(() -> MetaSight.supposed(target(), book.now()))
            .patience(Patience.LONG)
            .detail(DatabendNotes.NO_WAY_BACK)
            .call(
                DatabendNodes.class,
                (nodes, job) ->
                    nodes.awaitMeta(findings().view(), restart.settling(node, target())),
                seen -> restart.judge(node, seen.version(), target()));
    if (!sight.conversion().isEmpty()) {
      book.warn(node.name() + " converted its data: " + String.join("; ", sight.conversion()));
    }
  }

  /** A single node has nobody to hand over to. */
  private boolean handsOver(Node node) {
    return findings().view().of(DatabendRole.META).size() > 1
        && DatabendVersion.of(findings().versionBefore(node)).atLeast(HANDS_OVER);
  }

  private Findings findings() {
    return restart.findings();
  }

  private String target() {
    return findings().target();
  }

  /** Who led at the last look. */
  private static final class Leader {
    private String name = "";

    boolean is(Node node) {
      return node.name().equals(name);
    }
  }
}
