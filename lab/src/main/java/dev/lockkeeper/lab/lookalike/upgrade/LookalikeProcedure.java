package dev.lockkeeper.lab.lookalike.upgrade;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import dev.lockkeeper.workflows.runbook.Step;
import dev.lockkeeper.workflows.runbook.TemporarySetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that the runbook can do, in the order in which a product would use it. */
final class LookalikeProcedure {
  private final Runbook book;
  private final LookalikeRequest request;
  private final TemporarySetting<LookalikeNodes> autoMove;
  private Findings findings = new Findings(Map.of());

  LookalikeProcedure(Runbook book, LookalikeRequest request) {
    this.book = book;
    this.request = request;
    this.autoMove =
        book.temporary(
            "auto-move",
            LookalikeNodes.class,
            nodes -> nodes.readSetting(servers(), "auto-move"),
            (nodes, value) -> nodes.writeSetting(servers(), "auto-move", value));
  }

  /** What the preflight saw, by node. */
  record Findings(Map<String, LookalikeInspection> inspections) {}

  void run() {
    findings = book.once("preflight", Findings.class, this::preflight);
    book.once("staged", Staged.class, this::stage);

    book.phase("Hold the partitions where they are");
    autoMove.hold("off");

    book.phase("Upgrade the servers one by one");
    book.each("servers", request.upgrade().nodes(), this::upgrade);

    book.phase("Let the partitions move again");
    autoMove.putBack();

    book.phase("Verify");
    book.together(request.upgrade().nodes(), this::verify);
  }

  private Findings preflight() {
    book.phase("Preflight");
    List<String> problems = new ArrayList<>();
    Map<String, LookalikeInspection> inspections = new TreeMap<>();
    book.together(
        request.upgrade().nodes(),
        node ->
            book.step("inspect", "Inspect")
                .on(node)
                .look(
                    LookalikeNodes.class,
                    (nodes, job) -> nodes.inspect(target(node), request.upgrade().release()),
                    failure -> problems.add(node.name() + ": " + failure.message()))
                .ifPresent(
                    seen -> {
                      inspections.put(node.name(), seen);
                      seen.problems().forEach(what -> problems.add(node.name() + ": " + what));
                      book.seen(node, seen.version());
                    }));
    if (!problems.isEmpty()) {
      book.refuse("nothing was changed:", problems.stream().map(Problem::blocking).toList());
    }
    return new Findings(inspections);
  }

  /** That every node has the release. */
  record Staged(int nodes) {}

  private Staged stage() {
    book.phase("Stage " + version());
    book.together(
        request.upgrade().nodes(),
        node -> {
          book.step("stage", "Stage " + version())
              .on(node)
              .patience(Patience.LONG)
              .call(
                  LookalikeNodes.class,
                  (nodes, job) ->
                      nodes.stage(target(node), request.upgrade().release(), inspection(node)));
          book.state(node, NodeState.STAGED);
        });
    return new Staged(request.upgrade().nodes().size());
  }

  private void upgrade(Node node) {
    ServerSwitch change =
        new ServerSwitch(
            node.home(),
            inspection(node).home(),
            inspection(node).newHome(),
            inspection(node).port(),
            request.lookalike());
    book.gate(
        node,
        "stop the server and start it on " + version(),
        "",
        () -> look(node, "Look whether it is safe to stop", LookalikeNodes::safeToStop));
    Runnable restore = () -> restore(node, change);
    book.state(node, NodeState.DOWN);
    book.step("restart", "Stop, switch and start on " + version())
        .on(node)
        .patience(Patience.JOB)
        .recheck(
            () -> look(node, "Look whether it is safe to try again", LookalikeNodes::safeToRetry))
        .restoring(restore)
        .call(LookalikeNodes.class, (nodes, job) -> nodes.restart(job, target(node), change));
    book.state(node, NodeState.RECOVERING);
    awaitReturn("in-sync", node, version(), restore);
    book.state(node, NodeState.UPGRADED);
  }

  /** One of the cluster's two safety probes. */
  private interface Probe {
    Evidence look(LookalikeNodes nodes, List<Server> servers, String node);
  }

  private Evidence look(Node node, String title, Probe probe) {
    return book.step("safety", title)
        .on(node)
        .call(LookalikeNodes.class, (nodes, job) -> probe.look(nodes, servers(), node.name()));
  }

  private void awaitReturn(String key, Node node, String version, @Nullable Runnable restore) {
    Step step =
        book.step(key, "Wait until it is back and every replica is in sync")
            .on(node)
            .supposing(() -> version)
            .patience(Patience.LONG);
    if (restore != null) {
      step.restoring(restore);
    }
    step.call(
        LookalikeNodes.class,
        (nodes, job) -> nodes.awaitReturn(servers(), node.name(), request.lookalike()),
        seen -> {
          book.seen(node, seen);
          return wrongVersion(node, seen, version);
        });
  }

  private void restore(Node node, ServerSwitch change) {
    book.step("restore", "Stop, switch back and start on the previous release")
        .on(node)
        .patience(Patience.JOB)
        .call(
            LookalikeNodes.class,
            (nodes, job) -> nodes.restart(job, target(node), change.reversed()));
    book.state(node, NodeState.RECOVERING);
    awaitReturn("restored", node, inspection(node).version(), null);
    book.state(node, NodeState.RESTORED);
  }

  private void verify(Node node) {
    book.step("observe", "Read the running version")
        .on(node)
        .supposing(this::version)
        .call(
            LookalikeNodes.class,
            (nodes, job) -> nodes.observe(server(node)),
            seen -> wrongVersion(node, seen, version()));
  }

  private static Optional<Failure> wrongVersion(Node node, String seen, String wanted) {
    return seen.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureReason.UNHEALTHY, node.name() + " runs " + seen + " instead of " + wanted));
  }

  private List<Server> servers() {
    return request.upgrade().nodes().stream().map(this::server).toList();
  }

  private Server server(Node node) {
    return new Server(target(node), inspection(node).id(), inspection(node).port());
  }

  private LookalikeInspection inspection(Node node) {
    return Objects.requireNonNull(findings.inspections().get(node.name()));
  }

  private Target target(Node node) {
    return new Target(node, request.upgrade().credentials());
  }

  private String version() {
    return request.upgrade().release().version();
  }
}
