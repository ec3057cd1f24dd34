package dev.lockkeeper.workflows.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that ended.
 *
 * @param outcome {@code done}, {@code skipped}, {@code failed}, {@code restored}, {@code aborted}
 *     or {@code approved by} and the names
 * @param attempts how often it was begun
 * @param marks what its jobs reached on the node, of all attempts
 * @param log path of its last job's output on the node
 */
public record StepRecord(
    String phase,
    @Nullable String node,
    String title,
    String outcome,
    int attempts,
    Instant from,
    Instant to,
    List<Mark> marks,
    @Nullable String log) {}
