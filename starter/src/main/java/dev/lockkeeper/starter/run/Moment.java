package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.time.Instant;
import java.util.List;

/**
 * How a run stood when it came to rest and something about it was new.
 *
 * @param at the run's own time
 */
public record Moment(
    Instant at,
    List<NodeStatus> nodes,
    List<Question> questions,
    List<String> warnings,
    List<UndoEntry> undo) {
  static Moment of(Instant at, UpgradeStatus status) {
    return new Moment(at, status.nodes(), status.questions(), status.warnings(), status.undo());
  }

  /** Whether another one differs in nothing but its time. */
  boolean sameAs(Moment other) {
    return nodes.equals(other.nodes)
        && questions.equals(other.questions)
        && warnings.equals(other.warnings)
        && undo.equals(other.undo);
  }
}
