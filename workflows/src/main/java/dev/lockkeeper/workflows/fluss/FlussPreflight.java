package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.model.Version;
import dev.lockkeeper.workflows.model.Waiver;
import dev.lockkeeper.workflows.runbook.HostReview;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at everything before anything is touched, and refuses with all reasons at once. */
final class FlussPreflight {
  /** Name of the check, for waivers. */
  static final String SINGLE_REPLICA = "single-replica";

  private final Runbook book;
  private final FlussRequest request;
  private final FlussView view;
  private final List<Problem> problems = new ArrayList<>();

  FlussPreflight(Runbook book, FlussRequest request, FlussView view) {
    this.book = book;
    this.request = request;
    this.view = view;
  }

  Findings run() {
    book.phase("Preflight");
    ReleaseFacts release =
        book.step("release", "Check the release archive")
            .patience(Patience.LONG)
            .look(
                FlussNodes.class,
                (fluss, job) -> fluss.examineRelease(request.upgrade().release()),
                failure -> problem(failure.message()))
            // Enough to go on looking: whatever else is wrong shall be told at the same time.
            .orElseGet(
                () -> new ReleaseFacts("fluss-" + request.upgrade().release().version(), 0, 0));
    Map<String, NodeInspection> inspections = inspect(release);
    checkVersions(inspections);
    checkHealth();
    if (!problems.isEmpty()) {
      book.refuse(
          "nothing was changed; " + problems.size() + " of the preflight's checks failed:",
          problems);
    }
    return new Findings(
        release,
        inspections,
        request.upgrade().release().version(),
        coordinatorVersion(inspections));
  }

  private Map<String, NodeInspection> inspect(ReleaseFacts release) {
    Map<String, NodeInspection> inspections = new HashMap<>();
    List<Node> nodes = request.upgrade().nodes();
    book.together(
        nodes,
        node ->
            book.step("inspect", "Inspect")
                .on(node)
                .look(
                    FlussNodes.class,
                    (fluss, job) ->
                        fluss.inspect(
                            new Target(node, request.upgrade().credentials()),
                            FlussRole.of(node.role()),
                            request.upgrade().release(),
                            release),
                    failure -> problem(node.name() + ": " + failure.message()))
                .ifPresent(inspection -> inspections.put(node.name(), inspection)));
    HostReview hosts = new HostReview(book, request.upgrade());
    for (Node node : nodes) {
      NodeInspection inspection = inspections.get(node.name());
      if (inspection == null) {
        continue;
      }
      inspection.problems().forEach(problem -> problem(node.name() + ": " + problem));
      inspection.notes().forEach(note -> book.warn(node.name() + ": " + note));
      problems.addAll(hosts.of(node, inspection.host()));
      RunningServer server = inspection.server();
      if (server != null) {
        book.seen(node, server.version());
        if (!Version.isValid(server.version())) {
          problem(node.name() + ": runs " + server.version() + ", which is no known version");
        }
      } else if (inspection.problems().isEmpty()) {
        problem(node.name() + ": no " + node.role() + " runs there; start it first");
      }
    }
    return inspections;
  }

  private void checkVersions(Map<String, NodeInspection> inspections) {
    Version target = request.upgrade().target();
    List<Version> present =
        inspections.values().stream()
            .map(FlussPreflight::version)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    List<Version> old =
        present.stream().filter(version -> !version.equals(target)).sorted().toList();
    if (old.size() > 1) {
      problem("the nodes run several releases: " + old + "; bring them to one first");
    }
    for (Version from : old) {
      FlussCompatibility.Verdict verdict =
          FlussCompatibility.check(from, target, request.fluss().method());
      verdict
          .refusal()
          .ifPresent(
              reason ->
                  refuse(
                      FlussCompatibility.CHECK,
                      request.upgrade().waiver(FlussCompatibility.CHECK, null),
                      from
                          + " to "
                          + target
                          + " ("
                          + request.fluss().method().word()
                          + "): "
                          + reason));
    }
  }

  private void checkHealth() {
    book.step("health", "Look at the cluster")
        .look(
            FlussNodes.class,
            (fluss, job) ->
                fluss.health(
                    view, request.upgrade().nodesOf(FlussRole.TABLET_SERVER.word()).size()),
            failure -> problem(failure.message()))
        .ifPresent(this::judge);
  }

  private void judge(ClusterHealth health) {
    health.evidence().bad().forEach(fact -> problem(fact.name() + ": " + fact.value()));
    if (!health.singleReplicaTables().isEmpty()
        && request.fluss().method() == FlussMethod.ROLLING) {
      refuse(
          SINGLE_REPLICA,
          singleReplicaWaiver(),
          "these tables have one replica and are unavailable while their TabletServer is down: "
              + String.join(", ", health.singleReplicaTables()));
    }
  }

  /** One waiver for all, or one for each TabletServer: which one holds a table is not known. */
  private Optional<Waiver> singleReplicaWaiver() {
    List<Optional<Waiver>> waivers =
        request.upgrade().nodesOf(FlussRole.TABLET_SERVER.word()).stream()
            .map(node -> request.upgrade().waiver(SINGLE_REPLICA, node.name()))
            .toList();
    return waivers.stream().allMatch(Optional::isPresent) ? waivers.get(0) : Optional.empty();
  }

  private void problem(String text) {
    problems.add(Problem.blocking(text));
  }

  private void refuse(String check, Optional<Waiver> waiver, String reason) {
    if (waiver.isPresent()) {
      book.warn(
          "waived by "
              + waiver.get().by()
              + " ("
              + waiver.get().reason()
              + "): "
              + check
              + ": "
              + reason);
    } else {
      problems.add(Problem.waivable(check, reason));
    }
  }

  private Version coordinatorVersion(Map<String, NodeInspection> inspections) {
    Node coordinator = request.upgrade().nodesOf(FlussRole.COORDINATOR_SERVER.word()).get(0);
    return version(Objects.requireNonNull(inspections.get(coordinator.name())))
        .orElse(request.upgrade().target());
  }

  private static Optional<Version> version(NodeInspection inspection) {
    return Optional.ofNullable(inspection.server())
        .map(RunningServer::version)
        .filter(Version::isValid)
        .map(Version::of);
  }

  /**
   * What the preflight found on a cluster that may be upgraded.
   *
   * @param coordinatorVersion version of the CoordinatorServer before the upgrade
   */
  record Findings(
      ReleaseFacts release,
      Map<String, NodeInspection> inspections,
      String target,
      Version coordinatorVersion) {
    /** The nodes that do not run the target yet. */
    List<Node> toUpgrade(List<Node> nodes) {
      return nodes.stream().filter(node -> !target.equals(server(node).version())).toList();
    }

    String versionBefore(Node node) {
      return server(node).version();
    }

    @Nullable Integer serverId(Node node) {
      return server(node).serverId();
    }

    NodeInspection inspection(Node node) {
      return Objects.requireNonNull(inspections.get(node.name()));
    }

    private RunningServer server(Node node) {
      return Objects.requireNonNull(inspection(node).server(), "no server runs on " + node.name());
    }
  }
}
