package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.Target;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * "Step 1. Check Compatibility" of the vendor's page, and everything else that can be known before
 * anything is touched. Refuses with all reasons at once.
 */
final class DatabendPreflight {
  private static final String LATER = "the legs before it are done and nothing was changed since; ";

  private final Runbook book;
  private final UpgradeLeg leg;
  private final DatabendRequest request;

  /** How far a refusal leaves the cluster. */
  private String ground;

  private final List<Problem> problems = new ArrayList<>();

  DatabendPreflight(Runbook book, UpgradeLeg leg) {
    this.book = book;
    this.leg = leg;
    this.request = leg.request();
    this.ground = leg.first() ? "nothing was changed; " : LATER;
  }

  Findings run() {
    book.phase(leg.phase("Preflight"));
    Map<String, NodeInspection> inspections = inspect(examine());
    refuseIfAny();
    ClusterView view =
        ClusterView.of(
            request.upgrade().cluster(),
            request.upgrade().nodes().stream().map(Node::name).toList(),
            inspections,
            request.databend().sqlCredentials());
    checkHealth(view);
    checkLastOnes(view, inspections);
    refuseIfAny();

    book.phase(leg.phase("Check Compatibility"));
    UpgradeGoal goal = leg.isBehind(inspections) ? null : goal(stage(inspections));
    UpgradePath.Direct path =
        goal == null
            ? new UpgradePath.Direct(List.of(), List.of())
            : plan(Findings.now(view, inspections), goal);
    path.cautions().forEach(book::warn);
    return new Findings(view, inspections, target(), path, goal);
  }

  /**
   * For a leg that comes later: stages its release and asks its binaries, and looks at nothing that
   * will have changed by then.
   */
  UpgradeGoal prepare() {
    book.phase(leg.phase("Look ahead"));
    ground = "nothing was changed; on the leg to " + request.release() + " ";
    Map<String, NodeInspection> inspections = inspect(examine());
    refuseIfAny();
    UpgradeGoal goal = goal(stage(inspections));
    return goal == null ? new UpgradeGoal(null, null) : goal;
  }

  private ReleaseFacts examine() {
    return book.step("release", "Check the release archive")
        .patience(Patience.LONG)
        .look(
            DatabendNodes.class,
            (nodes, job) -> nodes.examineRelease(request.upgrade().release()),
            failure -> problem(failure.message()))
        .orElseGet(() -> new ReleaseFacts(0, 0));
  }

  private Map<String, NodeInspection> inspect(ReleaseFacts release) {
    Map<String, NodeInspection> inspections = new TreeMap<>();
    List<Node> nodes = request.upgrade().nodes();
    book.together(
        nodes,
        node ->
            book.step("inspect", "Inspect")
                .on(node)
                .look(
                    DatabendNodes.class,
                    (databend, job) ->
                        databend.inspect(
                            target(node), role(node), request.upgrade().release(), release),
                    failure -> problem(node.name() + ": " + failure.message()))
                .ifPresent(inspection -> inspections.put(node.name(), inspection)));
    HostReview hosts = new HostReview(book, request.upgrade());
    for (Node node : nodes) {
      NodeInspection inspection = inspections.get(node.name());
      if (inspection != null) {
        inspection.problems().forEach(problem -> problem(node.name() + ": " + problem));
        inspection.notes().forEach(note -> book.warn(node.name() + ": " + note));
        problems.addAll(hosts.of(node, inspection.host()));
        if (!inspection.version().isEmpty()) {
          book.seen(node, inspection.version());
        }
        if (inspection.daemon() == null && inspection.problems().isEmpty()) {
          problem(node.name() + ": no databend-" + node.role() + " runs there");
        }
      }
    }
    return inspections;
  }

  private void checkHealth(ClusterView view) {
    book.step("metas", "Look at the meta nodes")
        .look(
            DatabendNodes.class,
            (nodes, job) -> nodes.metas(view),
            failure -> problem(failure.message()))
        .ifPresent(sight -> judge(sight.evidence()));
    book.step("queries", "Look at the query nodes")
        .look(
            DatabendNodes.class,
            (nodes, job) -> nodes.queries(view),
            failure -> problem(failure.message()))
        .ifPresent(sight -> judge(sight.evidence()));
  }

  private void judge(Evidence evidence) {
    evidence.bad().forEach(fact -> problem(fact.name() + ": " + fact.value()));
  }

  /** Better told now than at the gate of the node. */
  private void checkLastOnes(ClusterView view, Map<String, NodeInspection> inspections) {
    if (request.databend().upgrade().covers(DatabendRole.QUERY)) {
      view.of(DatabendRole.QUERY).stream()
          .collect(Collectors.groupingBy(Daemon::group, TreeMap::new, Collectors.toList()))
          .forEach(
              (group, daemons) -> {
                if (daemons.size() == 1 && isOld(inspections, daemons.get(0).name())) {
                  refuse(
                      DatabendRequest.ONLY_QUERY,
                      daemons.get(0).name(),
                      "it is the only query node of the cluster "
                          + group
                          + ", which answers nothing while it is down");
                }
              });
    }
    List<Daemon> metas = view.of(DatabendRole.META);
    if (request.databend().upgrade().covers(DatabendRole.META) && metas.size() < 3) {
      for (Daemon meta : metas) {
        if (isOld(inspections, meta.name())) {
          refuse(
              DatabendRequest.QUORUM,
              meta.name(),
              "of "
                  + metas.size()
                  + " meta node"
                  + (metas.size() == 1 ? "" : "s")
                  + " none can be missed: no statement works while it is down");
        }
      }
    }
  }

  private boolean isOld(Map<String, NodeInspection> inspections, String node) {
    return !target().equals(Objects.requireNonNull(inspections.get(node)).version());
  }

  private void refuse(String check, String node, String reason) {
    Optional<Waiver> waiver = request.upgrade().waiver(check, node);
    if (waiver.isPresent()) {
      book.warn(
          "waived by %s (%s): %s: %s: %s"
              .formatted(waiver.get().by(), waiver.get().reason(), check, node, reason));
    } else {
      problems.add(new Problem(node + ": " + reason + " (check " + check + ")", check));
    }
  }

  private List<StagedRelease> stage(Map<String, NodeInspection> inspections) {
    List<Node> nodes =
        request.upgrade().nodes().stream()
            .filter(node -> request.databend().upgrade().covers(role(node)))
            .filter(node -> isOld(inspections, node.name()))
            .toList();
    Map<String, StagedRelease> staged = new TreeMap<>();
    book.together(nodes, node -> staged.put(node.name(), stage(node, inspections)));
    List<StagedRelease> different =
        staged.values().stream()
            .map(release -> new StagedRelease("", release.query(), release.meta()))
            .distinct()
            .toList();
    if (different.size() > 1) {
      problem("the nodes have different programs of " + target() + ": " + different);
    }
    for (StagedRelease release : different) {
      if (!release.query().version().equals(request.release())
          || !release.meta().version().equals(request.release())) {
        problem(
            "the release archive holds databend-query %s and databend-meta %s, not %s; correct release.version"
                .formatted(release.query().version(), release.meta().version(), target()));
      }
    }
    refuseIfAny();
    return different;
  }

  private StagedRelease stage(Node node, Map<String, NodeInspection> inspections) {
    NodeInspection inspection = Objects.requireNonNull(inspections.get(node.name()));
    StagedRelease staged =
        book.step("stage", "Stage " + target() + " and ask its binaries --cmd ver")
            .on(node)
            .supposing(this::asPublished)
            .patience(Patience.LONG)
            .call(
                DatabendNodes.class,
                (nodes, job) -> nodes.stage(target(node), request.upgrade().release(), inspection));
    book.state(node, NodeState.STAGED);
    return staged;
  }

  /** For a plan, which stages nothing and so has no binary to ask. */
  private StagedRelease asPublished() {
    Optional<QueryBinary> query = ReleaseTable.query(request.release());
    Optional<MetaBinary> meta = ReleaseTable.meta(request.release());
    if (query.isEmpty() || meta.isEmpty()) {
      book.refuse(
          "the plan ends here: nothing is known of Databend "
              + target()
              + " before it is staged and its binaries can be asked what they get along with");
    }
    book.warn(
        "what "
            + target()
            + " gets along with is planned from the vendor's table; the run asks the binaries");
    return new StagedRelease("", query.orElseThrow(), meta.orElseThrow());
  }

  private UpgradePath.Direct plan(ClusterVersions now, UpgradeGoal goal) {
    UpgradePath path = DatabendPlanner.plan(now, goal);
    if (path instanceof UpgradePath.Refused refused) {
      book.refuse(ground + DatabendNotes.refusal(refused));
    }
    return (UpgradePath.Direct) path;
  }

  private @Nullable UpgradeGoal goal(List<StagedRelease> staged) {
    if (staged.isEmpty()) {
      return null;
    }
    DatabendScope scope = request.databend().upgrade();
    @Nullable QueryBinary query = scope.covers(DatabendRole.QUERY) ? staged.get(0).query() : null;
    @Nullable MetaBinary meta = scope.covers(DatabendRole.META) ? staged.get(0).meta() : null;
    return new UpgradeGoal(query, meta);
  }

  private void refuseIfAny() {
    if (!problems.isEmpty()) {
      book.refuse(ground + problems.size() + " of the preflight's checks failed:", problems);
    }
  }

  private void problem(String text) {
    problems.add(Problem.blocking(text));
  }

  private String target() {
    return request.release().toString();
  }

  private Target target(Node node) {
    return new Target(node, request.upgrade().credentials());
  }

  private static DatabendRole role(Node node) {
    return DatabendRole.of(node.role());
  }
}
