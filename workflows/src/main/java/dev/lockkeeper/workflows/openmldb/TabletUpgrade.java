package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Section 2 of the vendor's page, for one tablet. */
final class TabletUpgrade {
  private final Runbook book;
  private final OpenMldbRequest request;
  private final ServerRestart restart;

  /** How a tablet's replicas come back. */
  enum Manner {
    /** By offlineendpoint and recoverendpoint; auto_failover is off. */
    BY_HAND,
    /** By the nameserver itself, once it has seen the tablet go and come; auto_failover is on. */
    AUTOMATIC
  }

  TabletUpgrade(Runbook book, OpenMldbRequest request, ServerRestart restart) {
    this.book = book;
    this.request = request;
    this.restart = restart;
  }

  /**
   * @param difference of its configuration, to be read at the gate
   * @param quietAt sum of the leaders' offsets when writes were stopped; absent if they go on, as
   *     they do while it is planned
   */
  void run(Node node, String difference, Manner manner, @Nullable Long quietAt) {
    SafetyRules rules =
        new SafetyRules(
            request.upgrade().waiver(OpenMldbPreflight.SINGLE_COPY, node.name()).isPresent(),
            quietAt);
    Before before = new Before();
    book.gate(
        node,
        (request.openmldb().drain() ? "take its replicas out of service, " : "")
            + "stop the tablet and start it on "
            + restart.findings().target(),
        difference,
        () -> evidence(node, rules, before));
    if (manner == Manner.BY_HAND) {
      book.undoUnlessSettled(
          "replicas of " + node.name(),
          "in service",
          "out of service",
          () -> recoverByHand(node, OpenMldbNodes.ALL_SEEN));
    }
    if (request.openmldb().drain()) {
      drain(node, before);
    }
    ServerChange change = restart.change(node, ServerChange.Readiness.LISTENS);
    Runnable restore = () -> restore(node, change, manner);
    restart.run(node, change, rules, restore);
    if (manner == Manner.BY_HAND) {
      recoverByHand(node, before.lastOperation);
    }
    confirm("confirm", node, restart.findings().target(), before.lastOperation, restore);
    book.settled();
    book.state(node, NodeState.UPGRADED);
  }

  private Evidence evidence(Node node, SafetyRules rules, Before before) {
    Evidence evidence = restart.safeToStop(node, rules, before::note);
    return !request.openmldb().writePause() && evidence.safe()
        ? evidence.plus(List.of(Fact.note("writes", OpenMldbNotes.WRITES_GO_ON)))
        : evidence;
  }

  private void drain(Node node, Before before) {
    book.step("drain", "offlineendpoint: let other tablets lead and serve")
        .on(node)
        .patience(Patience.LONG)
        .call(
            OpenMldbNodes.class,
            (nodes, job) ->
                nodes.drain(
                    restart.view(),
                    endpoint(node),
                    before.lastOperation,
                    request.openmldb().operationLimit(),
                    job));
  }

  private void recoverByHand(Node node, long after) {
    book.step("recover", "offlineendpoint, wait, recoverendpoint")
        .on(node)
        .patience(Patience.LONG)
        .call(
            OpenMldbNodes.class,
            (nodes, job) ->
                nodes.recoverByHand(
                    restart.view(), endpoint(node), after, request.openmldb().inSyncLimit(), job));
  }

  /** Section 2.2, and the data itself. */
  private void confirm(
      String key, Node node, String version, long after, @Nullable Runnable restore) {
    Recovery goal =
        new Recovery(
            endpoint(node),
            restart.inspection(node).address(),
            version,
            after,
            request.openmldb().inSyncLimit(),
            request.openmldb().stableFor());
    Step step =
        book.step(key, "Confirm: every operation done, every partition alive and in sync")
            .on(node)
            .supposing(() -> version)
            .patience(Patience.LONG);
    if (restore != null) {
      step.restoring(restore).detail(OpenMldbNotes.ROLLBACK);
    }
    step.call(
        OpenMldbNodes.class,
        (nodes, job) -> nodes.confirm(restart.view(), goal, job),
        seen -> restart.judge(node, seen, version));
  }

  /** The person who chose this has seen what failed; only what fails from now on counts. */
  private void restore(Node node, ServerChange change, Manner manner) {
    restart.restore(node, change);
    if (manner == Manner.BY_HAND) {
      recoverByHand(node, OpenMldbNodes.ALL_SEEN);
    }
    confirm("restored", node, restart.findings().versionBefore(node), OpenMldbNodes.ALL_SEEN, null);
    book.settled();
    book.state(node, NodeState.RESTORED);
  }

  private String endpoint(Node node) {
    return restart.inspection(node).endpoint();
  }

  /** What the last look before the stop saw. */
  private static final class Before {
    private long lastOperation;

    void note(ClusterSight sight) {
      lastOperation = sight.lastOperation();
    }
  }
}
