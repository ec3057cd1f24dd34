package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.Waiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hosts' part of every product's preflight: judges, tells the notes, and minds the waivers. */
public final class HostReview {
  private final Runbook book;
  private final UpgradeRequest request;

  public HostReview(Runbook book, UpgradeRequest request) {
    this.book = book;
    this.request = request;
  }

  /**
   * What the host of a node has against the upgrade and nobody has waived.
   *
   * @param facts absent when nobody has looked
   */
  public List<Problem> of(Node node, @Nullable HostFacts facts) {
    HostProblems found = HostProblems.of(request.cluster(), node.name(), facts);
    found.notes().forEach(book::warn);
    return standing(node, found.problems());
  }

  /** The same for the room that a release needs in the login directory, archive and content. */
  public List<Problem> ofLoginRoom(Node node, @Nullable HostFacts facts, long bytes) {
    return standing(node, HostProblems.ofLoginRoom(node.name(), facts, bytes));
  }

  private List<Problem> standing(Node node, List<Problem> problems) {
    List<Problem> standing = new ArrayList<>();
    for (Problem problem : problems) {
      Optional<Waiver> waiver =
          Optional.ofNullable(problem.check()).flatMap(check -> request.waiver(check, node.name()));
      if (waiver.isPresent()) {
        book.warn(
            "waived by "
                + waiver.get().by()
                + " ("
                + waiver.get().reason()
                + "): "
                + problem.text());
      } else {
        standing.add(problem);
      }
    }
    return standing;
  }
}
