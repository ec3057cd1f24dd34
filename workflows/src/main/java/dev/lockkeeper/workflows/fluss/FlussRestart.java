package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.model.Version;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a server down and brings it up on another release, and waits until the cluster has
 * recovered.
 */
final class FlussRestart {
  /**
   * A 0.6 CoordinatorServer keeps a dead replica in sync for log.replica.max-lag-time, 30 s unless
   * configured.
   */
  private static final Duration AFTER_MAX_LAG = Duration.ofSeconds(35);

  private final Runbook book;
  private final FlussRequest request;
  private final FlussView view;

  FlussRestart(Runbook book, FlussRequest request, FlussView view) {
    this.book = book;
    this.request = request;
    this.view = view;
  }

  Before before() {
    return new Before();
  }

  ServerChange change(Node node, NodeInspection inspection, ConfigurationChange configuration) {
    return new ServerChange(
        FlussRole.of(node.role()),
        node.home(),
        inspection.home(),
        inspection.newHome(),
        configuration.port(),
        request.fluss().stopLimit(),
        request.fluss().startLimit());
  }

  /**
   * The down window is one job on the node; after it the cluster has to recover before anything
   * else happens.
   */
  void run(
      Node node,
      ServerChange change,
      Before before,
      FlussPreflight.Findings findings,
      boolean singleReplicaWaived) {
    Runnable restore = () -> restore(node, change, findings);
    book.state(node, NodeState.DOWN);
    book.step("restart", "Stop, switch and start on " + version())
        .on(node)
        .patience(Patience.JOB)
        .recheck(() -> safeToRetry(node, findings, singleReplicaWaived))
        .restoring(restore)
        .detail(FlussNotes.ROLLBACK)
        .call(FlussNodes.class, (fluss, job) -> fluss.restart(job, target(node), change));
    book.state(node, NodeState.RECOVERING);
    awaitReturn("in-sync", node, before.registration(), version(), findings, restore);
  }

  void stop(Node node, ServerChange change) {
    book.state(node, NodeState.DOWN);
    book.step("stop", "Stop")
        .on(node)
        .patience(Patience.JOB)
        .call(FlussNodes.class, (fluss, job) -> fluss.stop(job, target(node), change));
  }

  /**
   * Starts a server that was stopped.
   *
   * @param key names the job; another one for each purpose, because a job of the same name is never
   *     run twice
   */
  void start(String key, String title, Node node, ServerChange change) {
    book.step(key, title)
        .on(node)
        .patience(Patience.JOB)
        .call(FlussNodes.class, (fluss, job) -> fluss.start(job, target(node), change));
    book.state(node, NodeState.RECOVERING);
  }

  /** After a full stop: everything is back and in sync. */
  void awaitAll(Node coordinator, int tabletServers) {
    Recovery recovery =
        new Recovery(
            FlussRole.COORDINATOR_SERVER,
            null,
            0,
            tabletServers,
            request.fluss().inSyncLimit(),
            stableFor(request.upgrade().target()));
    book.step("in-sync", "Wait until every replica is in sync")
        .on(coordinator)
        .supposing(() -> new Evidence(List.of(), book.now()))
        .patience(Patience.LONG)
        .call(FlussNodes.class, (fluss, job) -> fluss.awaitRecovery(view, recovery));
  }

  /** Long enough that a replica which the coordinator only believes in sync has dropped out. */
  private Duration stableFor(Version coordinator) {
    Duration stable = request.fluss().stableFor();
    return FlussCompatibility.keepsDeadReplicasInSync(coordinator)
            && stable.compareTo(AFTER_MAX_LAG) < 0
        ? AFTER_MAX_LAG
        : stable;
  }

  private Evidence safeToRetry(
      Node node, FlussPreflight.Findings findings, boolean singleReplicaWaived) {
    return book.step("safety", "Look whether it is safe to try again")
        .on(node)
        .call(
            FlussNodes.class,
            (fluss, job) ->
                fluss.safeToRetry(
                    view,
                    FlussRole.of(node.role()),
                    findings.serverId(node),
                    tabletServers(),
                    singleReplicaWaived));
  }

  /**
   * A job that ended well proves nothing: what counts is the data, and the process that runs.
   *
   * @param version that it shall run
   */
  private void awaitReturn(
      String key,
      Node node,
      long registration,
      String version,
      FlussPreflight.Findings findings,
      @Nullable Runnable restore) {
    Recovery recovery =
        new Recovery(
            FlussRole.of(node.role()),
            findings.serverId(node),
            registration,
            tabletServers(),
            request.fluss().inSyncLimit(),
            stableFor(findings.coordinatorVersion()));
    Step step =
        book.step(key, "Wait until it is back and every replica is in sync")
            .on(node)
            .supposing(() -> RunningServer.of(version))
            .patience(Patience.LONG);
    if (restore != null) {
      step.restoring(restore).detail(FlussNotes.ROLLBACK);
    }
    step.call(
        FlussNodes.class,
        (fluss, job) -> fluss.awaitReturn(view, recovery, target(node), findings.inspection(node)),
        server -> {
          book.seen(node, server.version());
          return server.version().equals(version)
              ? Optional.empty()
              : Optional.of(
                  new Failure(
                      FailureReason.UNHEALTHY,
                      node.name() + " runs " + server.version() + " instead of " + version));
        });
  }

  /** The same job the other way round. Nothing more is upgraded after it. */
  private void restore(Node node, ServerChange change, FlussPreflight.Findings findings) {
    book.step("restore", "Stop, switch back and start on the previous release")
        .on(node)
        .patience(Patience.JOB)
        .call(
            FlussNodes.class, (fluss, job) -> fluss.restart(job, target(node), change.reversed()));
    book.state(node, NodeState.RECOVERING);
    awaitReturn("restored", node, 0, findings.versionBefore(node), findings, null);
    book.state(node, NodeState.RESTORED);
  }

  private int tabletServers() {
    return request.upgrade().nodesOf(FlussRole.TABLET_SERVER.word()).size();
  }

  private String version() {
    return request.upgrade().release().version();
  }

  private Target target(Node node) {
    return new Target(node, request.upgrade().credentials());
  }

  /** The registration of a server as the last look before its stop saw it. */
  static final class Before {
    private long registration;

    Evidence note(ClusterHealth health) {
      registration = health.registration();
      return health.evidence();
    }

    long registration() {
      return registration;
    }
  }
}
