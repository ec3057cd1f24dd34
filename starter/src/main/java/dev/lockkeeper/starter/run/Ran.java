package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.Mark;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that a run gave to a worker: one activity, with all its attempts.
 *
 * @param title the step it belongs to
 * @param activity the activity's type
 * @param at when it was given
 * @param until when it ended; absent while it is under way, or when the run was cut off before
 * @param outcome {@code done}, {@code failed}, {@code cancelled}, {@code timed out} or {@code not
 *     ended}
 * @param attempts how often Temporal began it
 * @param worker who did it last
 * @param input SHA-256 of what it was told: the data of its payloads, joined by line feeds
 * @param result SHA-256 of what it gave, in the same way
 * @param job the job on a node, if it ran one
 */
public record Ran(
    String title,
    String activity,
    Instant at,
    @Nullable Instant until,
    String outcome,
    int attempts,
    @Nullable String worker,
    String input,
    @Nullable String result,
    @Nullable Failure failure,
    @Nullable Job job) {
  /** Whether it was about a node; the title of a step on a node ends with the node's name. */
  public boolean isOn(String node) {
    return job != null ? job.node().equals(node) : title.endsWith("(" + node + ")");
  }

  /**
   * A job on a node.
   *
   * @param step the step's key
   * @param attempt the operator's attempt
   * @param directory below {@code ~/.lockkeeper/jobs} on the node
   * @param script SHA-256 of the script as it lay on the node
   * @param exit its exit status
   * @param seconds from its first mark to its last, by the node's clock
   * @param log path of its output on the node
   */
  public record Job(
      String node,
      String step,
      int attempt,
      String directory,
      @Nullable String script,
      @Nullable Integer exit,
      @Nullable Double seconds,
      List<Mark> marks,
      @Nullable String log) {}
}
