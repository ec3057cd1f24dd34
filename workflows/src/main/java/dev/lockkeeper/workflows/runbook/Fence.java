package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The run's hold on its cluster: a file on every node, taken before anything else and freed last. A
 * run that was terminated leaves it behind, and only a person's word removes it then.
 */
final class Fence {
  static final String SUBJECT = UndoEntry.FENCE;

  private final Runbook book;
  private final String cluster;
  private final List<Target> nodes;
  private @Nullable FenceClaim claim;

  Fence(Runbook book, UpgradeRequest request, @Nullable FenceClaim carried) {
    this.book = book;
    this.cluster = request.cluster();
    this.nodes =
        request.nodes().stream().map(node -> new Target(node, request.credentials())).toList();
    this.claim = carried;
    book.ledger().bind(SUBJECT, this::free);
  }

  @Nullable FenceClaim claim() {
    return claim;
  }

  /** Takes every node, or ends the run with all reasons. */
  void take() {
    if (claim != null) {
      return;
    }
    book.brake().hold();
    Planning planning = book.planning();
    if (planning != null) {
      lookForOthers(planning);
      return;
    }
    var info = Workflow.getInfo();
    FenceClaim wanted =
        new FenceClaim(
            cluster,
            info.getWorkflowId(),
            info.getFirstExecutionRunId(),
            info.getNamespace(),
            RunClock.now());
    claim = wanted;
    book.ledger()
        .enter(UndoEntry.open(SUBJECT, "none", "on " + nodes.size() + " nodes"), this::free);
    List<FenceSight> sights =
        book.step("fence", "Fence the nodes for this run")
            .call(NodeFences.class, (fences, job) -> fences.take(wanted, nodes));
    List<String> refusals = refusals(sights, wanted);
    if (!refusals.isEmpty()) {
      if (sights.stream().noneMatch(sight -> stands(sight, wanted))) {
        // What was fenced just now is free again already. Otherwise the way out frees it.
        book.wayOut().ended(SUBJECT, UndoState.UNDONE, "never taken");
      }
      throw new RunEnded(
          UpgradeState.FAILED,
          "nothing was changed; the cluster cannot be fenced for this run:\n- "
              + String.join("\n- ", refusals));
    }
  }

  /** A plan takes no fence, and tells who has one. */
  private void lookForOthers(Planning planning) {
    FenceClaim nobody =
        new FenceClaim(cluster, "", "", Workflow.getInfo().getNamespace(), RunClock.now());
    book.step("fence", "Look who holds the nodes")
        .call(NodeFences.class, (fences, job) -> fences.look(cluster, nodes))
        .forEach(
            sight -> refusal(sight, nobody).map(Problem::blocking).ifPresent(planning::problem));
  }

  /** Nodes that were given back because of others are not a reason of their own. */
  private static List<String> refusals(List<FenceSight> sights, FenceClaim wanted) {
    List<String> refusals =
        sights.stream().flatMap(sight -> refusal(sight, wanted).stream()).toList();
    return refusals.isEmpty()
        ? sights.stream()
            .filter(sight -> sight.holder() == null)
            .map(sight -> sight.node() + ": the fence does not stand although it was taken")
            .toList()
        : refusals;
  }

  private static boolean stands(FenceSight sight, FenceClaim wanted) {
    return sight.holder() != null && sight.holder().run().equals(wanted.run());
  }

  private static Optional<String> refusal(FenceSight sight, FenceClaim wanted) {
    if (sight.problem() != null) {
      return Optional.of(sight.node() + ": " + sight.problem());
    }
    FenceClaim holder = sight.holder();
    if (holder == null || stands(sight, wanted)) {
      return Optional.empty();
    }
    return Optional.of(
        sight.node()
            + " is held by "
            + holder.workflow()
            + " (run "
            + holder.run()
            + ", namespace "
            + holder.namespace()
            + ") since "
            + holder.since()
            + (sight.jobs().isEmpty()
                ? ""
                : "; its jobs still run there: " + String.join(", ", sight.jobs()))
            + "; if that run is over for good, free the nodes with: lockkeeper release");
  }

  /** Frees the nodes. A node that cannot be reached is a question. */
  private void free() {
    FenceClaim held = claim;
    if (held == null) {
      throw new IllegalStateException("a fence without a claim");
    }
    book.step("free", "Free the nodes")
        .patience(Patience.LONG)
        .callOrLeave(
            NodeFences.class,
            (fences, job) -> fences.release(cluster, held.run(), nodes),
            sights -> stillHeld(sights, held))
        .ifPresentOrElse(
            sights -> book.wayOut().ended(SUBJECT, UndoState.UNDONE, "no fence on any node"),
            () -> book.wayOut().ended(SUBJECT, UndoState.LEFT, "a person said to leave it"));
  }

  private static Optional<Failure> stillHeld(List<FenceSight> sights, FenceClaim held) {
    List<String> left = new ArrayList<>();
    for (FenceSight sight : sights) {
      if (sight.problem() != null) {
        left.add(sight.node() + ": " + sight.problem());
      } else if (stands(sight, held)) {
        left.add(sight.node() + ": the fence still stands");
      }
    }
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(new Failure(FailureReason.UNREACHABLE, String.join("; ", left)));
  }

  /** A run that went well leaves the traces of its own jobs and no older ones. */
  void removeOldJobs() {
    FenceClaim held = claim;
    if (held == null) {
      return;
    }
    book.step("old-jobs", "Remove what earlier runs left on the nodes")
        .look(
            NodeFences.class,
            (fences, job) -> fences.removeOldJobs(cluster, held.run(), nodes),
            failure -> book.warn("old job directories were not removed: " + failure))
        .ifPresent(problems -> problems.forEach(book::warn));
  }
}
