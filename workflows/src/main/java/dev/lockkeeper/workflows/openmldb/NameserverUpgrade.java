package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Version;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Section 1 of the vendor's page, for one nameserver. */
final class NameserverUpgrade {
  /** Nameservers make the table USER from 0.8.5 on, and a standby of 0.9 waits for it. */
  private static final Version MAKES_USER_TABLE = Version.of("0.8.5");

  private static final Version WAITS_FOR_USER_TABLE = Version.of("0.9.0");

  private final Runbook book;
  private final OpenMldbRequest request;
  private final ServerRestart restart;

  NameserverUpgrade(Runbook book, OpenMldbRequest request, ServerRestart restart) {
    this.book = book;
    this.request = request;
    this.restart = restart;
  }

  /** Standbys first and the leader last: then leadership changes once. */
  static List<Node> standbyFirst(List<Node> nameservers, OpenMldbPreflight.Findings findings) {
    List<Node> order = new ArrayList<>();
    nameservers.stream().filter(node -> !leads(node, findings)).forEach(order::add);
    nameservers.stream().filter(node -> leads(node, findings)).forEach(order::add);
    return order;
  }

  private static boolean leads(Node node, OpenMldbPreflight.Findings findings) {
    return findings.inspection(node).endpoint().equals(findings.leader());
  }

  /**
   * @param difference of its configuration, to be read at the gate
   * @param last whether every other one runs the new release
   */
  void run(Node node, String difference, boolean last) {
    book.gate(
        node,
        "stop the nameserver and start it on " + restart.findings().target(),
        difference,
        () -> evidence(node, last));
    ServerChange change = restart.change(node, readiness(last));
    Runnable restore = () -> restore(node, change);
    restart.run(node, change, SafetyRules.STRICT, restore);
    awaitReturn("back", node, change.readiness(), restart.findings().target(), restore);
    book.state(node, NodeState.UPGRADED);
  }

  private Evidence evidence(Node node, boolean last) {
    Evidence evidence = restart.safeToStop(node, SafetyRules.STRICT, sight -> {});
    List<Fact> more = new ArrayList<>();
    if (last) {
      more.add(Fact.note("the way back", OpenMldbNotes.LEADER));
    }
    if (readiness(last) == ServerChange.Readiness.LIVES) {
      more.add(
          Fact.note(
              "start",
              "the vendor's start.sh will say that it failed: a standby of this release opens its"
                  + " port only when it leads (OpenMLDB 0.9). Lockkeeper looks at the process and"
                  + " ZooKeeper instead"));
    }
    // An unsafe look must stay one that is read alone.
    return evidence.safe() ? evidence.plus(more) : evidence;
  }

  private ServerChange.Readiness readiness(boolean last) {
    Version from = restart.findings().from();
    boolean waits =
        !last
            && from != null
            && from.compareTo(MAKES_USER_TABLE) < 0
            && request.upgrade().target().compareTo(WAITS_FOR_USER_TABLE) >= 0;
    return waits ? ServerChange.Readiness.LIVES : ServerChange.Readiness.LISTENS;
  }

  /** Until it takes part and somebody leads; a new leader's auto_failover is looked at. */
  private void awaitReturn(
      String key,
      Node node,
      ServerChange.Readiness readiness,
      String version,
      @Nullable Runnable restore) {
    var step =
        book.step(key, "Wait until it takes part and a nameserver leads")
            .on(node)
            .supposing(() -> new NameserverSight(version, "", restart.findings().autoFailover()))
            .patience(Patience.LONG);
    if (restore != null) {
      step.restoring(restore).detail(OpenMldbNotes.ROLLBACK);
    }
    NameserverSight sight =
        step.call(
            OpenMldbNodes.class,
            (nodes, job) ->
                nodes.awaitNameserver(
                    restart.view(),
                    restart.inspection(node),
                    readiness,
                    request.openmldb().startLimit()),
            seen ->
                seen.version().isEmpty() && readiness == ServerChange.Readiness.LIVES
                    ? Optional.empty()
                    : restart.judge(node, seen.version(), version));
    keepAutoFailover(sight);
  }

  /**
   * A new leader stores what its flags say (OpenMLDB 0.5 to 0.9, a race at its start); the operator
   * may have said something else since.
   */
  private void keepAutoFailover(NameserverSight sight) {
    boolean wanted = restart.findings().autoFailover();
    if (sight.autoFailover() == wanted) {
      return;
    }
    book.warn(
        "the leader "
            + sight.leader()
            + " has set auto_failover to "
            + sight.autoFailover()
            + "; it is set back to "
            + wanted);
    book.step("auto-failover", "Set auto_failover back to " + wanted)
        .call(
            OpenMldbNodes.class,
            (nodes, job) -> nodes.writeAutoFailover(restart.view(), Boolean.toString(wanted)),
            seen ->
                seen.equals(Boolean.toString(wanted))
                    ? Optional.empty()
                    : Optional.of(
                        new Failure(FailureReason.UNHEALTHY, "auto_failover reads " + seen)));
  }

  private void restore(Node node, ServerChange change) {
    restart.restore(node, change);
    awaitReturn(
        "restored",
        node,
        ServerChange.Readiness.LISTENS,
        restart.findings().versionBefore(node),
        null);
    book.state(node, NodeState.RESTORED);
  }
}
