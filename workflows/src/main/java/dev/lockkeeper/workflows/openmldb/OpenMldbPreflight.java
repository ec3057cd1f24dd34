package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.model.Version;
import dev.lockkeeper.workflows.model.Waiver;
import dev.lockkeeper.workflows.runbook.HostReview;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at everything before anything is touched, and refuses with all reasons at once. */
final class OpenMldbPreflight {
  /** Name of the check, for waivers. */
  static final String SINGLE_COPY = "single-copy";

  private final Runbook book;
  private final OpenMldbRequest request;
  private final OpenMldbView view;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param view without members: these are found out here
   */
  OpenMldbPreflight(Runbook book, OpenMldbRequest request, OpenMldbView view) {
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
                OpenMldbNodes.class,
                (nodes, job) -> nodes.examineRelease(request.upgrade().release()),
                failure -> problem(failure.message()))
            // Enough to go on looking: whatever else is wrong shall be told at the same time.
            .orElseGet(() -> new ReleaseFacts("openmldb-" + target() + "-linux", 0, 0));
    Map<String, ServerInspection> inspections = inspect(release);
    checkVersions(inspections);
    Optional<ClusterSight> sight = checkCluster(inspections);
    if (!problems.isEmpty()) {
      book.refuse(
          "nothing was changed; " + problems.size() + " of the preflight's checks failed:",
          problems);
    }
    return new Findings(
        release,
        inspections,
        sight.orElseThrow().autoFailover(),
        sight.orElseThrow().leader(),
        target().toString());
  }

  private Map<String, ServerInspection> inspect(ReleaseFacts release) {
    Map<String, ServerInspection> inspections = new TreeMap<>();
    List<Node> nodes = request.upgrade().nodes();
    book.together(
        nodes,
        node ->
            book.step("inspect", "Inspect")
                .on(node)
                .look(
                    OpenMldbNodes.class,
                    (openmldb, job) ->
                        openmldb.inspect(
                            new Target(node, request.upgrade().credentials()),
                            OpenMldbRole.of(node.role()),
                            request.upgrade().release(),
                            release),
                    failure -> problem(node.name() + ": " + failure.message()))
                .ifPresent(inspection -> inspections.put(node.name(), inspection)));
    HostReview hosts = new HostReview(book, request.upgrade());
    for (Node node : nodes) {
      ServerInspection inspection = inspections.get(node.name());
      if (inspection == null) {
        continue;
      }
      inspection.problems().forEach(problem -> problem(node.name() + ": " + problem));
      inspection.notes().forEach(note -> book.warn(node.name() + ": " + note));
      problems.addAll(hosts.of(node, inspection.host()));
      String version = inspection.version();
      if (version != null) {
        book.seen(node, version);
      } else if (inspection.problems().isEmpty()) {
        problem(node.name() + ": no " + node.role() + " runs there; start it first");
      }
    }
    return inspections;
  }

  private void checkVersions(Map<String, ServerInspection> inspections) {
    List<Version> old =
        inspections.values().stream()
            .map(ServerInspection::version)
            .filter(Objects::nonNull)
            .filter(Version::isValid)
            .map(Version::of)
            .filter(version -> !version.equals(target()))
            .distinct()
            .sorted()
            .toList();
    if (old.size() > 1) {
      problem("the nodes run several releases: " + old + "; bring them to one first");
    }
    for (Version from : old) {
      if (from.compareTo(target()) > 0) {
        problem(from + " is newer than " + target() + "; the vendor describes no way back");
      }
    }
  }

  private Optional<ClusterSight> checkCluster(Map<String, ServerInspection> inspections) {
    if (!problems.isEmpty()) {
      // Without knowing every member the look would only repeat in other words what is wrong.
      return Optional.empty();
    }
    OpenMldbView whole =
        new OpenMldbView(view.zookeeper(), view.root(), view.via(), members(request, inspections));
    Optional<ClusterSight> sight =
        book.step("cluster", "Look at the cluster")
            .look(
                OpenMldbNodes.class,
                (nodes, job) -> nodes.look(whole),
                failure -> problem(failure.message()));
    sight.ifPresent(this::judge);
    return sight;
  }

  private void judge(ClusterSight sight) {
    sight.evidence().bad().forEach(fact -> problem(fact.name() + ": " + fact.value()));
    if (!sight.singleCopyTables().isEmpty()) {
      String reason =
          "these tables have a single copy and can be neither read nor written while its tablet is"
              + " down: "
              + String.join(", ", sight.singleCopyTables());
      singleCopyWaiver()
          .ifPresentOrElse(
              waiver ->
                  book.warn(
                      "waived by "
                          + waiver.by()
                          + " ("
                          + waiver.reason()
                          + "): "
                          + SINGLE_COPY
                          + ": "
                          + reason),
              () -> problems.add(Problem.waivable(SINGLE_COPY, reason)));
    }
  }

  /** One waiver for all, or one for each tablet: which one holds a table is not known. */
  private Optional<Waiver> singleCopyWaiver() {
    List<Optional<Waiver>> waivers =
        request.upgrade().nodesOf(OpenMldbRole.TABLET.word()).stream()
            .map(node -> request.upgrade().waiver(SINGLE_COPY, node.name()))
            .toList();
    return waivers.stream().allMatch(Optional::isPresent) ? waivers.get(0) : Optional.empty();
  }

  private void problem(String text) {
    problems.add(Problem.blocking(text));
  }

  private static OpenMldbView.Members members(
      OpenMldbRequest request, Map<String, ServerInspection> inspections) {
    return new OpenMldbView.Members(
        endpoints(request, inspections, OpenMldbRole.NAMESERVER),
        endpoints(request, inspections, OpenMldbRole.TABLET));
  }

  private static List<String> endpoints(
      OpenMldbRequest request, Map<String, ServerInspection> inspections, OpenMldbRole role) {
    return request.upgrade().nodesOf(role.word()).stream()
        .map(node -> Objects.requireNonNull(inspections.get(node.name())).endpoint())
        .toList();
  }

  private Version target() {
    return request.upgrade().target();
  }

  /**
   * What the preflight found on a cluster that may be upgraded.
   *
   * @param autoFailover as the operator has it
   * @param leader the nameserver that led
   */
  record Findings(
      ReleaseFacts release,
      Map<String, ServerInspection> inspections,
      boolean autoFailover,
      String leader,
      String target) {
    OpenMldbView.Members members(OpenMldbRequest request) {
      return OpenMldbPreflight.members(request, inspections);
    }

    /** The nodes that do not run the target yet. */
    List<Node> toUpgrade(List<Node> nodes) {
      return nodes.stream().filter(node -> !target.equals(versionBefore(node))).toList();
    }

    String versionBefore(Node node) {
      return Objects.requireNonNull(inspection(node).version());
    }

    ServerInspection inspection(Node node) {
      return Objects.requireNonNull(inspections.get(node.name()));
    }

    /** The release that the cluster comes from; absent if every node runs the target. */
    @Nullable Version from() {
      return inspections.values().stream()
          .map(ServerInspection::version)
          .filter(Objects::nonNull)
          .filter(version -> !version.equals(target))
          .map(Version::of)
          .findFirst()
          .orElse(null);
    }
  }
}
