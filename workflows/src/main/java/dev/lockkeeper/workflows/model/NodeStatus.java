package dev.lockkeeper.workflows.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node as it is shown.
 *
 * @param from version seen before the run touched the node
 * @param version version seen last
 * @param since when it came into its state
 * @param downSeconds how long its server has not served during this run, by the node's own clock
 */
public record NodeStatus(
    String name,
    String host,
    String role,
    NodeState state,
    @Nullable String from,
    @Nullable String version,
    Instant since,
    @Nullable Double downSeconds) {}
