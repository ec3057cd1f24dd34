package dev.lockkeeper.workflows.recover;

import dev.lockkeeper.workflows.model.Mark;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job has left on its node.
 *
 * @param run first run id of the workflow that had it started
 * @param node the node that it worked on; nodes of one machine share the machine's directories
 * @param exit its exit status, if it has ended
 * @param lost why it is known that it will not end any more, if it is lost
 * @param startedAt by the node's clock; absent if it was not started
 * @param endedAt by the node's clock; absent unless it has ended
 * @param marks the last that says whether the node's server serves, and the last of all
 * @param log its output on the node
 */
public record JobTrace(
    String run,
    String node,
    String step,
    int attempt,
    JobState state,
    @Nullable Integer exit,
    @Nullable String lost,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    List<Mark> marks,
    String log) {

  /** Whether its state is as good as that of a job can be that is over. */
  boolean wentWell() {
    return state == JobState.PREPARED || exit != null && exit == 0;
  }

  boolean isRetryOf(JobTrace earlier) {
    return state != JobState.PREPARED
        && run.equals(earlier.run)
        && node.equals(earlier.node)
        && step.equals(earlier.step)
        && attempt > earlier.attempt;
  }
}
