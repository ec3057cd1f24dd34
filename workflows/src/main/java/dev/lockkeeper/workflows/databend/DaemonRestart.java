package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.Step;
import java.util.Optional;

/** "Shutdown old binary", "Bring up new binary": what is the same for both daemons. */
final class DaemonRestart {
  private final Runbook book;
  private final UpgradeLeg leg;
  private final DatabendRequest request;
  private final Findings findings;

  DaemonRestart(Runbook book, UpgradeLeg leg, Findings findings) {
    this.book = book;
    this.leg = leg;
    this.request = leg.request();
    this.findings = findings;
  }

  Findings findings() {
    return findings;
  }

  DaemonChange change(Node node) {
    NodeInspection inspection = findings.inspection(node);
    return new DaemonChange(
        findings.daemon(node),
        node.home(),
        inspection.home(),
        inspection.newHome(),
        request.databend().stopLimit(),
        request.databend().startLimit());
  }

  /** The step that takes the node down and up again: one job. */
  Step restart(Node node) {
    book.state(node, NodeState.DOWN);
    return book.step(leg.key("restart"), "Stop, switch and start on " + findings.target())
        .on(node)
        .patience(Patience.JOB);
  }

  void stop(Node node) {
    book.state(node, NodeState.DOWN);
    book.step(leg.key("stop"), "Stop")
        .on(node)
        .patience(Patience.JOB)
        .call(DatabendNodes.class, (nodes, job) -> nodes.stop(job, change(node)));
  }

  void start(Node node) {
    book.step(leg.key("start"), "Switch and start on " + findings.target())
        .on(node)
        .patience(Patience.JOB)
        .call(DatabendNodes.class, (nodes, job) -> nodes.start(job, change(node)));
    book.state(node, NodeState.RECOVERING);
  }

  Settling settling(Node node, String version) {
    return new Settling(
        node.name(),
        DatabendVersion.of(version),
        request.databend().settleLimit(),
        request.databend().stableFor());
  }

  /** What the node says it runs is what counts. */
  Optional<Failure> judge(Node node, String seen, String wanted) {
    if (!seen.isEmpty()) {
      book.seen(node, seen);
    }
    return seen.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureReason.UNHEALTHY,
                node.name()
                    + " runs "
                    + (seen.isEmpty() ? "nothing that answers" : seen)
                    + " instead of "
                    + wanted));
  }
}
