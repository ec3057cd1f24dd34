package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The vendor's page "Upgrading and Compatibility" (Fluss documentation, Maintenance, 0.6 to 0.9):
 * download and configure, upgrade the TabletServers one by one, upgrade the CoordinatorServer. What
 * the page leaves out is added: the preflight, a check before each stop, and the wait after each
 * start. For releases that cannot run side by side there is a full stop.
 */
final class FlussProcedure {
  /**
   * A follower hears up to log.replica.fetch.wait-max-time, 500 ms unless configured, after the
   * acknowledgement what it must keep. Stopped 0.5 s after the last write, a cluster lost 5 to 23
   * acknowledged rows (0.6.0 to 0.7.0, measured).
   */
  private static final Duration AFTER_THE_LAST_WRITE = Duration.ofSeconds(5);

  private final Runbook book;
  private final FlussRequest request;
  private final FlussSettings settings;
  private final FlussView view;
  private final FlussRestart restart;
  private Map<String, NodeInspection> inspections = Map.of();
  private Map<String, ConfigurationChange> configurations = Map.of();

  FlussProcedure(Runbook book, FlussRequest request) {
    this.book = book;
    this.request = request;
    this.settings = request.fluss();
    this.view =
        new FlussView(settings.zookeeper(), settings.zookeeperRoot(), target(coordinator()));
    this.restart = new FlussRestart(book, request, view);
  }

  void run() {
    FlussPreflight.Findings findings =
        book.once(
            "preflight",
            FlussPreflight.Findings.class,
            new FlussPreflight(book, request, view)::run);
    inspections = findings.inspections();
    List<Node> tabletServers = findings.toUpgrade(tabletServers());
    List<Node> coordinators = findings.toUpgrade(List.of(coordinator()));
    List<Node> toUpgrade = new ArrayList<>(tabletServers);
    toUpgrade.addAll(coordinators);
    if (settings.method() == FlussMethod.FULL_STOP && !toUpgrade.isEmpty()) {
      requireAllOld(toUpgrade);
    }

    configurations =
        book.once("staged", Staged.class, () -> stageAndConfigure(toUpgrade, findings.release()))
            .configurations();

    if (settings.method() == FlussMethod.FULL_STOP && !toUpgrade.isEmpty()) {
      fullStop(tabletServers, coordinators.get(0), findings);
    } else {
      book.phase("Upgrade the TabletServers one by one");
      book.each("tablet-servers", tabletServers, node -> upgrade(node, findings));
      book.phase("Upgrade the CoordinatorServer");
      book.each("coordinators", coordinators, node -> upgrade(node, findings));
    }

    book.phase("Verify");
    verify();
  }

  /** The configuration of every node's staged release. */
  private record Staged(Map<String, ConfigurationChange> configurations) {}

  private Staged stageAndConfigure(List<Node> nodes, ReleaseFacts release) {
    book.phase("Download and configure Fluss");
    Map<String, ConfigurationChange> changes = new HashMap<>();
    book.together(nodes, node -> changes.put(node.name(), stageAndConfigure(node, release)));
    return new Staged(changes);
  }

  private ConfigurationChange stageAndConfigure(Node node, ReleaseFacts release) {
    NodeInspection inspection = inspection(node);
    book.step("stage", "Stage " + version())
        .on(node)
        .patience(Patience.LONG)
        .call(
            FlussNodes.class,
            (fluss, job) ->
                fluss.stage(target(node), request.upgrade().release(), release, inspection));
    ConfigurationChange change =
        book.step("configure", "Carry the configuration over to " + version())
            .on(node)
            .supposing(() -> preview(node, release))
            .call(
                FlussNodes.class,
                (fluss, job) ->
                    fluss.configure(
                        target(node), role(node), inspection, version(), settings.serverYaml()));
    change.notes().forEach(note -> book.warn(node.name() + ": " + note));
    book.state(node, NodeState.STAGED);
    return change;
  }

  /** For a plan, which stages nothing. */
  private ConfigurationChange preview(Node node, ReleaseFacts release) {
    return book.step("preview", "Look what the configuration on " + version() + " will be")
        .on(node)
        .call(
            FlussNodes.class,
            (fluss, job) ->
                fluss.previewConfiguration(
                    target(node),
                    role(node),
                    inspection(node),
                    request.upgrade().release(),
                    release,
                    settings.serverYaml()));
  }

  /**
   * Stop, restart, and what the page leaves out: ask before, and wait until every replica is back.
   */
  private void upgrade(Node node, FlussPreflight.Findings findings) {
    boolean singleReplicaWaived =
        request.upgrade().waiver(FlussPreflight.SINGLE_REPLICA, node.name()).isPresent();
    NodeInspection inspection = inspection(node);
    Integer serverId = findings.serverId(node);
    FlussRestart.Before before = restart.before();
    book.gate(
        node,
        "stop " + node.role() + " and restart it on " + version(),
        change(node).difference(),
        () ->
            before.note(
                book.step("safety", "Look whether it is safe to stop")
                    .on(node)
                    .call(
                        FlussNodes.class,
                        (fluss, job) ->
                            fluss.safeToStop(view, role(node), serverId, singleReplicaWaived))));
    restart.run(
        node,
        restart.change(node, inspection, change(node)),
        before,
        findings,
        singleReplicaWaived);
    book.state(node, NodeState.UPGRADED);
  }

  /**
   * For releases that cannot run side by side. One gate, because there is one decision: reads and
   * writes stop.
   */
  private void fullStop(
      List<Node> tabletServers, Node coordinator, FlussPreflight.Findings findings) {
    book.phase("Stop everything");
    book.checkpoint(
        "full-stop",
        "Stop all "
            + (tabletServers.size() + 1)
            + " servers of "
            + request.upgrade().cluster()
            + ": reads and writes stop",
        differences(tabletServers, coordinator),
        () ->
            health("Look at the cluster before the stop")
                .evidence()
                .plus(
                    List.of(
                        Fact.note(
                            "writers",
                            FlussNotes.writersBeforeFullStop(findings.coordinatorVersion())))));
    book.rest("Let every follower hear of the last writes", AFTER_THE_LAST_WRITE);
    requireHealthy();
    Map<String, ServerChange> changes = new HashMap<>();
    for (Node node : request.upgrade().nodes()) {
      changes.put(node.name(), restart.change(node, inspection(node), change(node)));
    }
    new FlussFullStop(book, restart, version(), changes).run(tabletServers, coordinator);
  }

  /** Servers of both releases cannot be left to a full stop: the new ones need none. */
  private void requireAllOld(List<Node> toUpgrade) {
    if (toUpgrade.size() != request.upgrade().nodes().size()) {
      book.refuse(
          "nothing was changed; some servers run "
              + version()
              + " already; finish such a cluster with fluss.method: rolling");
    }
  }

  /** A cluster that looks unhealthy for a moment is a question, not an end. */
  private void requireHealthy() {
    book.step("healthy", "Look whether the cluster is healthy")
        .call(
            FlussNodes.class,
            (fluss, job) -> fluss.health(view, tabletServers().size()),
            FlussProcedure::unhealthy);
  }

  private static Optional<Failure> unhealthy(ClusterHealth health) {
    return health.evidence().safe()
        ? Optional.empty()
        : Optional.of(new Failure(FailureReason.UNHEALTHY, health.evidence().objections()));
  }

  /**
   * Only what was seen counts: the running processes, the data, and the applications as a person
   * sees them.
   */
  private void verify() {
    Map<String, RunningServer> running = new HashMap<>();
    book.together(request.upgrade().nodes(), node -> running.put(node.name(), observe(node)));
    List<Fact> facts = new ArrayList<>();
    for (Node node : request.upgrade().nodes()) {
      RunningServer server = known(running, node);
      if (!server.version().equals(version())) {
        book.refuse(node.name() + " runs " + server.version() + " instead of " + version());
      }
      facts.add(Fact.good(node.name(), "runs " + server.version() + " as process " + server.pid()));
    }
    requireHealthy();
    facts.add(Fact.note("clients", FlussNotes.CLIENTS));
    book.checkpoint(
        "applications",
        "Check that the applications read and write",
        "",
        () -> new Evidence(facts, book.now()));
  }

  private RunningServer observe(Node node) {
    RunningServer server =
        book.step("observe", "Read the running version")
            .on(node)
            .supposing(() -> RunningServer.of(version()))
            .call(
                FlussNodes.class,
                (fluss, job) -> fluss.observe(target(node), role(node), inspection(node)));
    book.seen(node, server.version());
    return server;
  }

  private ClusterHealth health(String title) {
    return book.step("health", title)
        .call(FlussNodes.class, (fluss, job) -> fluss.health(view, tabletServers().size()));
  }

  private String differences(List<Node> tabletServers, Node coordinator) {
    StringBuilder text = new StringBuilder();
    tabletServers.forEach(node -> text.append(change(node).difference()));
    return text.append(change(coordinator).difference()).toString();
  }

  private NodeInspection inspection(Node node) {
    return known(inspections, node);
  }

  private ConfigurationChange change(Node node) {
    return known(configurations, node);
  }

  private static <T> T known(Map<String, T> byNode, Node node) {
    T value = byNode.get(node.name());
    if (value == null) {
      throw new IllegalStateException("nothing is known of " + node.name());
    }
    return value;
  }

  private List<Node> tabletServers() {
    return request.upgrade().nodesOf(FlussRole.TABLET_SERVER.word());
  }

  private Node coordinator() {
    return request.upgrade().nodesOf(FlussRole.COORDINATOR_SERVER.word()).get(0);
  }

  private String version() {
    return request.upgrade().release().version();
  }

  private Target target(Node node) {
    return new Target(node, request.upgrade().credentials());
  }

  private static FlussRole role(Node node) {
    return FlussRole.of(node.role());
  }
}
