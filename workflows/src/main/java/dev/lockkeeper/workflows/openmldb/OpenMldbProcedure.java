package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.model.Version;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.TemporarySetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The vendor's page "Upgrade" (OpenMLDB documentation, Maintenance, 0.5.1 to 0.6.8): stop writes if
 * none may be lost, upgrade the nameservers, upgrade the tablets one by one and confirm each,
 * resume writes and look whether the offsets grow. What later pages add for the apiserver and the
 * taskmanager comes after the tablets.
 */
final class OpenMldbProcedure {
  private final Runbook book;
  private final OpenMldbRequest request;
  private final OpenMldbSettings settings;
  private final TemporarySetting<OpenMldbNodes> autoFailover;
  private Map<String, ConfigurationChange> configurations = Map.of();

  OpenMldbProcedure(Runbook book, OpenMldbRequest request) {
    this.book = book;
    this.request = request;
    this.settings = request.openmldb();
    OpenMldbView view = view(request, OpenMldbView.Members.UNKNOWN);
    this.autoFailover =
        book.temporary(
            "auto_failover",
            OpenMldbNodes.class,
            nodes -> nodes.readAutoFailover(view),
            (nodes, value) -> nodes.writeAutoFailover(view, value));
  }

  void run() {
    OpenMldbPreflight.Findings findings =
        book.once(
            "preflight",
            OpenMldbPreflight.Findings.class,
            new OpenMldbPreflight(book, request, view(request, OpenMldbView.Members.UNKNOWN))::run);
    ServerRestart restart = new ServerRestart(book, request, findings);
    List<Node> nameservers =
        NameserverUpgrade.standbyFirst(
            findings.toUpgrade(nodes(OpenMldbRole.NAMESERVER)), findings);
    List<Node> tablets = findings.toUpgrade(nodes(OpenMldbRole.TABLET));
    List<Node> others = new ArrayList<>(findings.toUpgrade(nodes(OpenMldbRole.APISERVER)));
    others.addAll(findings.toUpgrade(nodes(OpenMldbRole.TASKMANAGER)));

    configurations =
        book.once("staged", Staged.class, () -> stage(findings, nameservers, tablets, others))
            .configurations();
    Positions before = book.once("writes-stopped", Positions.class, () -> stopWrites(restart));
    // Nobody stops writing for a plan.
    Long quietAt = settings.writePause() && !book.onPaper() ? before.sum() : null;

    book.phase("1. Upgrade Nameserver");
    upgradeNameservers(nameservers, restart);

    book.phase("2. Upgrade Tablets");
    TabletUpgrade.Manner manner = manner(findings);
    if (manner == TabletUpgrade.Manner.BY_HAND && !tablets.isEmpty()) {
      autoFailover.hold("false");
    }
    TabletUpgrade tablet = new TabletUpgrade(book, request, restart);
    book.each("tablets", tablets, node -> tablet.run(node, difference(node), manner, quietAt));
    if (settings.rebalance() && !tablets.isEmpty()) {
      rebalance(restart, before);
    }
    autoFailover.putBack();

    if (!others.isEmpty()) {
      book.phase("Upgrade apiserver and taskmanager");
      book.each("others", others, node -> upgradeOther(node, restart));
    }

    book.phase("Verify");
    verify(restart);
    resumeWrites(restart);
  }

  /** The configuration of every node that is upgraded. */
  private record Staged(Map<String, ConfigurationChange> configurations) {}

  private Staged stage(
      OpenMldbPreflight.Findings findings,
      List<Node> nameservers,
      List<Node> tablets,
      List<Node> others) {
    book.phase("Download new version bin and conf");
    List<Node> nodes = new ArrayList<>(nameservers);
    nodes.addAll(tablets);
    nodes.addAll(others);
    Map<String, ConfigurationChange> changes = new TreeMap<>();
    book.together(nodes, node -> changes.put(node.name(), stage(node, findings)));
    return new Staged(changes);
  }

  private ConfigurationChange stage(Node node, OpenMldbPreflight.Findings findings) {
    ServerInspection inspection = findings.inspection(node);
    book.step("stage", "Stage " + findings.target())
        .on(node)
        .patience(Patience.LONG)
        .call(
            OpenMldbNodes.class,
            (nodes, job) ->
                nodes.stage(
                    target(node), request.upgrade().release(), findings.release(), inspection));
    ConfigurationChange change =
        book.step("configure", "Modify the necessary configuration")
            .on(node)
            .supposing(() -> ConfigurationChange.NOT_MADE)
            .call(
                OpenMldbNodes.class,
                (nodes, job) ->
                    nodes.configure(
                        target(node),
                        OpenMldbRole.of(node.role()),
                        inspection,
                        settings.carryFlags()));
    change.notes().forEach(note -> book.warn(node.name() + ": " + note));
    book.state(node, NodeState.STAGED);
    return change;
  }

  /** "If a small amount of write loss cannot be tolerated, write operations need to be stopped." */
  private Positions stopWrites(ServerRestart restart) {
    if (!settings.writePause()) {
      book.warn(OpenMldbNotes.WRITES_GO_ON);
      return positions(restart, "Read who leads which partition");
    }
    book.phase("Stop writes");
    book.checkpoint(
        "stop-writes",
        "Stop the applications' writes to " + request.upgrade().cluster(),
        "",
        () ->
            new Evidence(
                List.of(
                    Fact.note(
                        "writes",
                        "no write may be lost (openmldb.writePause): stop them, approve, and leave"
                            + " them stopped until the gate resume-writes")),
                book.now()));
    return book.step("quiet", "Look whether writes have stopped")
        .supposing(() -> positions(restart, "Read who leads which partition"))
        .patience(Patience.LONG)
        .call(
            OpenMldbNodes.class,
            (nodes, job) -> nodes.awaitQuiet(restart.view(), settings.quietFor()));
  }

  private void upgradeNameservers(List<Node> nameservers, ServerRestart restart) {
    NameserverUpgrade nameserver = new NameserverUpgrade(book, request, restart);
    book.each(
        "nameservers",
        nameservers,
        node ->
            nameserver.run(
                node,
                difference(node),
                node.name().equals(nameservers.get(nameservers.size() - 1).name())));
  }

  private TabletUpgrade.Manner manner(OpenMldbPreflight.Findings findings) {
    return settings.drain() || !findings.autoFailover()
        ? TabletUpgrade.Manner.BY_HAND
        : TabletUpgrade.Manner.AUTOMATIC;
  }

  /** recoverendpoint leaves the leaders where they are, so that the last tablet has none. */
  private void rebalance(ServerRestart restart, Positions before) {
    autoFailover.hold("false");
    book.step("rebalance", "changeleader: let each partition be led where it was before")
        .patience(Patience.LONG)
        .callOrSkip(
            OpenMldbNodes.class,
            (nodes, job) ->
                nodes.rebalance(restart.view(), before, settings.operationLimit(), job));
  }

  private void upgradeOther(Node node, ServerRestart restart) {
    book.gate(
        node,
        "stop the " + node.role() + " and start it on " + restart.findings().target(),
        difference(node),
        () -> restart.safeToStop(node, SafetyRules.STRICT, sight -> {}));
    ServerChange change = restart.change(node, ServerChange.Readiness.LISTENS);
    Runnable restore =
        () -> {
          restart.restore(node, change);
          book.state(node, NodeState.RESTORED);
        };
    restart.run(node, change, SafetyRules.STRICT, restore);
    restart.awaitVersion("version", node, restart.findings().target(), restore);
    book.state(node, NodeState.UPGRADED);
  }

  /** Only what was seen counts: the version that each server says, and the whole cluster. */
  private void verify(ServerRestart restart) {
    book.together(
        request.upgrade().nodes(),
        node ->
            book.step("observe", "Read the running version")
                .on(node)
                .supposing(restart.findings()::target)
                .call(
                    OpenMldbNodes.class,
                    (nodes, job) ->
                        nodes.observe(
                            target(node),
                            OpenMldbRole.of(node.role()),
                            restart.inspection(node),
                            settings.startLimit()),
                    seen -> restart.judge(node, seen, restart.findings().target())));
    book.step("cluster", "Look whether the cluster is whole")
        .call(
            OpenMldbNodes.class,
            (nodes, job) -> nodes.look(restart.view()),
            sight -> unlike(sight, restart.findings()));
  }

  private static Optional<Failure> unlike(ClusterSight sight, OpenMldbPreflight.Findings findings) {
    if (!sight.evidence().safe()) {
      return Optional.of(new Failure(FailureReason.UNHEALTHY, sight.evidence().objections()));
    }
    return sight.autoFailover() == findings.autoFailover()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureReason.UNHEALTHY,
                "auto_failover is "
                    + sight.autoFailover()
                    + " and was "
                    + findings.autoFailover()
                    + " before; a change of leader may have brought back what the nameserver's"
                    + " flags say: set it with confset, then retry"));
  }

  /** "Resume write operations, and check whether the master-slave offset has increased." */
  private void resumeWrites(ServerRestart restart) {
    book.phase("Resume writes");
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.good("cluster", "every node runs " + restart.findings().target()));
    Version from = restart.findings().from();
    if (from != null) {
      List<Fact> clients = OpenMldbNotes.clients(from, request.upgrade().target());
      facts.addAll(clients);
      clients.forEach(note -> book.warn(note.name() + ": " + note.value()));
    }
    Positions before = positions(restart, "Read the offsets before writes are resumed");
    if (before.leaders().isEmpty()) {
      return;
    }
    if (settings.writePause()) {
      book.checkpoint(
          "resume-writes",
          "Let the applications write to " + request.upgrade().cluster() + " again",
          "",
          () -> new Evidence(facts, book.now()));
    }
    book.step("offsets", "Look whether each master-slave offset increases")
        .supposing(() -> new Evidence(List.of(), book.now()))
        .patience(Patience.LONG)
        .callOrSkip(
            OpenMldbNodes.class,
            (nodes, job) -> nodes.awaitGrowth(restart.view(), before, settings.growthLimit()));
  }

  private Positions positions(ServerRestart restart, String title) {
    return book.step("positions", title)
        .call(OpenMldbNodes.class, (nodes, job) -> nodes.positions(restart.view()));
  }

  private String difference(Node node) {
    return Objects.requireNonNull(configurations.get(node.name())).difference();
  }

  private List<Node> nodes(OpenMldbRole role) {
    return request.upgrade().nodesOf(role.word());
  }

  private Target target(Node node) {
    return new Target(node, request.upgrade().credentials());
  }

  /** How the cluster is asked: through the nameservers' hosts first, then the tablets'. */
  static OpenMldbView view(OpenMldbRequest request, OpenMldbView.Members members) {
    List<Target> via = new ArrayList<>();
    for (OpenMldbRole role : List.of(OpenMldbRole.NAMESERVER, OpenMldbRole.TABLET)) {
      request.upgrade().nodesOf(role.word()).stream()
          .map(node -> new Target(node, request.upgrade().credentials()))
          .forEach(via::add);
    }
    return new OpenMldbView(
        request.openmldb().zookeeper(), request.openmldb().zookeeperRoot(), via, members);
  }
}
