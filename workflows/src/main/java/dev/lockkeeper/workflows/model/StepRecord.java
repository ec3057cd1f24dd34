package dev.lockkeeper.workflows.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step that ended.
 *
 * @param outcome {@code done}, {@code skipped}, {@code failed}, {@code restored}, {@code aborted}
 *     or {@code approved by} and the names
 * @param attempts how often it was begun
 */
public record StepRecord(
    String phase,
    @Nullable String node,
    String title,
    String outcome,
    int attempts,
    Instant from,
    Instant to) {}
