package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
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
import java.util.Set;
import java.util.TreeMap;

/**
 * "Preparing for Upgrade": looks at everything before anything is touched, and refuses with all
 * reasons at once.
 */
final class KwdbPreflight {
  private static final Set<String> WAIVABLE = Set.of(KwdbRequest.SPREAD, KwdbRequest.JOBS);

  private final Runbook book;
  private final KwdbRequest request;
  private final List<Problem> problems = new ArrayList<>();

  KwdbPreflight(Runbook book, KwdbRequest request) {
    this.book = book;
    this.request = request;
  }

  Findings run() {
    book.phase("Preflight");
    Map<String, NodeInspection> inspections = inspect();
    // Methods and versions can be judged only if every node has said what it is.
    boolean known = inspections.values().stream().allMatch(KwdbPreflight::isKnown);
    MethodChoice choice = known ? MethodChoice.of(request, inspections) : MethodChoice.NONE;
    choice.problems().forEach(this::problem);
    KwdbMethod method = choice.method();
    Optional<ReleaseFacts> release = method == null ? Optional.empty() : examine(method);
    release.ifPresent(facts -> checkRoom(facts, inspections));
    String from = known && method != null ? checkVersions(method, inspections) : "";
    if (method != null && problems.isEmpty()) {
      checkCluster(Findings.view(request, method, inspections));
    }
    if (method == null || !problems.isEmpty()) {
      book.refuse(
          "nothing was changed; " + problems.size() + " of the preflight's checks failed:",
          problems);
    }
    return new Findings(
        Objects.requireNonNull(method),
        release.orElseThrow(),
        inspections,
        from,
        target().toString());
  }

  private Optional<ReleaseFacts> examine(KwdbMethod method) {
    return book.step("release", "Check the release")
        .patience(Patience.LONG)
        .look(
            KwdbNodes.class,
            (nodes, job) ->
                nodes.examineRelease(
                    request.upgrade().release(), method, request.kwdb().imageFrom()),
            failure -> problem(failure.message()));
  }

  private void checkRoom(ReleaseFacts release, Map<String, NodeInspection> inspections) {
    HostReview hosts = new HostReview(book, request.upgrade());
    for (Node node : request.upgrade().nodesOf(KwdbRole.NODE.word())) {
      NodeInspection inspection = Objects.requireNonNull(inspections.get(node.name()));
      if (!target().toString().equals(inspection.version())) {
        problems.addAll(
            hosts.ofLoginRoom(node, inspection.host(), release.bytes() + release.unpackedBytes()));
      }
    }
  }

  private static boolean isKnown(NodeInspection inspection) {
    return inspection.version() != null && inspection.topology() != null;
  }

  private Map<String, NodeInspection> inspect() {
    Map<String, NodeInspection> inspections = new TreeMap<>();
    List<Node> nodes = request.upgrade().nodesOf(KwdbRole.NODE.word());
    book.together(
        nodes,
        node ->
            book.step("inspect", "Inspect")
                .on(node)
                .look(
                    KwdbNodes.class,
                    (kwdb, job) ->
                        kwdb.inspect(
                            new Target(node, request.upgrade().credentials()),
                            request.upgrade().cluster(),
                            request.upgrade().release(),
                            request.kwdb()),
                    failure ->
                        inspections.put(
                            node.name(), NodeInspection.unseen(node.name(), failure.message())))
                .ifPresent(inspection -> inspections.put(node.name(), inspection)));
    HostReview hosts = new HostReview(book, request.upgrade());
    for (Node node : nodes) {
      NodeInspection inspection = Objects.requireNonNull(inspections.get(node.name()));
      inspection.problems().forEach(problem -> problem(node.name() + ": " + problem));
      inspection.notes().forEach(note -> book.warn(node.name() + ": " + note));
      problems.addAll(hosts.of(node, inspection.host()));
      String version = inspection.version();
      if (version != null) {
        book.seen(node, version);
      }
    }
    return inspections;
  }

  /** The matrix is ours: deploy.sh takes every newer version. */
  private String checkVersions(KwdbMethod method, Map<String, NodeInspection> inspections) {
    List<Version> old =
        inspections.values().stream()
            .map(inspection -> Version.of(Objects.requireNonNull(inspection.version())))
            .filter(version -> !version.equals(target()))
            .distinct()
            .sorted()
            .toList();
    if (old.size() > 1) {
      problem("the nodes have several releases: " + old + "; bring them to one first");
    }
    Topology topology = Objects.requireNonNull(inspections.values().iterator().next().topology());
    for (Version from : old) {
      UpgradePath path = KwdbCompatibility.judge(from, target(), topology);
      if (path instanceof UpgradePath.Refused refused) {
        problem(refused.why());
      } else if (path instanceof UpgradePath.ImportExportOnly other) {
        problem(other.why() + " (method: import-export)");
      } else if (path instanceof UpgradePath.InPlace inPlace) {
        if (method.byScript() && inPlace.installer() == UpgradePath.Installer.RUN_FILE) {
          problem(
              target()
                  + " is delivered as a .run file that opens an editor, and cannot be installed by a"
                  + " script; upgrade by the vendor's menu, or by image or source");
        }
        inPlace.notes().forEach(book::warn);
      }
    }
    return old.isEmpty() ? target().toString() : old.get(0).toString();
  }

  private void checkCluster(KwdbView view) {
    book.step("cluster", "Check the status of nodes and replicas, running jobs, and the spread")
        .look(
            KwdbNodes.class,
            (nodes, job) -> nodes.look(view, request.kwdb().settleFor()),
            failure -> problem(failure.message()))
        .ifPresent(this::judge);
  }

  private void judge(Evidence evidence) {
    for (Fact fact : evidence.bad()) {
      Optional<Waiver> waiver = request.upgrade().waiver(fact.name(), null);
      String reason = fact.name() + ": " + fact.value();
      waiver.ifPresentOrElse(
          given -> book.warn("waived by " + given.by() + " (" + given.reason() + "): " + reason),
          () ->
              problems.add(
                  WAIVABLE.contains(fact.name())
                      ? Problem.waivable(fact.name(), fact.value())
                      : Problem.blocking(reason)));
    }
    evidence.facts().stream()
        .filter(fact -> fact.weight() == Fact.Weight.NOTE)
        .forEach(fact -> book.warn(fact.name() + ": " + fact.value()));
  }

  private Version target() {
    return request.upgrade().target();
  }

  private void problem(String text) {
    problems.add(Problem.blocking(text));
  }
}
