package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Stops every server and starts every server on the other release: the TabletServers and then the
 * CoordinatorServer, and the other way round. If the run ends in between, every server is brought
 * back: on the old release as long as none was started on the new one, else on the new one, because
 * the vendor describes no way back.
 */
final class FlussFullStop {
  private final Runbook book;
  private final FlussRestart restart;
  private final String version;
  private final Map<String, ServerChange> changes;
  private boolean startedOnTarget;

  FlussFullStop(
      Runbook book, FlussRestart restart, String version, Map<String, ServerChange> changes) {
    this.book = book;
    this.restart = restart;
    this.version = version;
    this.changes = changes;
  }

  void run(List<Node> tabletServers, Node coordinator) {
    book.phase("Stop everything");
    book.together(tabletServers, this::stop);
    stop(coordinator);

    book.phase("Start everything on " + version);
    startedOnTarget = true;
    start(coordinator);
    book.together(tabletServers, this::start);
    restart.awaitAll(coordinator, tabletServers.size());
    book.settled();
    tabletServers.forEach(node -> book.state(node, NodeState.UPGRADED));
    book.state(coordinator, NodeState.UPGRADED);
  }

  private void stop(Node node) {
    book.undoUnlessSettled(
        node.role() + " " + node.name(), "running", "stopped", () -> bringBack(node));
    restart.stop(node, change(node));
  }

  private void start(Node node) {
    restart.start("start", "Switch and start on " + version, node, change(node));
  }

  /** Starting a server that runs already changes nothing. */
  private void bringBack(Node node) {
    if (startedOnTarget) {
      restart.start("bring-back", "Start on " + version, node, change(node));
    } else {
      restart.start(
          "bring-back", "Start on the previous release again", node, change(node).reversed());
      book.state(node, NodeState.RESTORED);
    }
  }

  private ServerChange change(Node node) {
    return Objects.requireNonNull(changes.get(node.name()));
  }
}
