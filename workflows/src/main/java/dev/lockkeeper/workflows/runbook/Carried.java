package dev.lockkeeper.workflows.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UndoEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a long run hands over when it continues as a new one, at a point where no node is being
 * worked on and no question is open. It is the workflow's second argument, which operators never
 * give.
 *
 * @param remembered what parts of the procedure gave that are not done again
 * @param fence the claim that the chain holds
 * @param worker what the chain was told about its worker
 * @param paused whether the run is held
 */
public record Carried(
    ProgressState progress,
    DeskState desk,
    CourseState course,
    List<UndoEntry> undo,
    Map<String, JsonNode> remembered,
    @Nullable FenceClaim fence,
    WorkerFacts worker,
    boolean paused) {
  /** What status and report are made of. */
  public record ProgressState(
      String phase,
      Instant startedAt,
      List<NodeStatus> nodes,
      List<StepRecord> steps,
      List<String> warnings,
      List<IgnoredMessage> ignored) {}

  /**
   * The answers so far.
   *
   * @param asked how often each subject was asked, so that no id is given twice
   * @param closed how each question ended, for those who answer too late
   */
  public record DeskState(
      List<Decision> decisions, Map<String, Integer> asked, Map<String, String> closed) {}

  /** The course as amended, and the nodes behind it. */
  public record CourseState(GatePolicy policy, List<String> order, List<String> finished) {}
}
