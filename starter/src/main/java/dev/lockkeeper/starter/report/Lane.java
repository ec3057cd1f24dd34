package dev.lockkeeper.starter.report;

import dev.lockkeeper.workflows.model.NodeState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node over the time of a run.
 *
 * @param before version seen before the run touched it
 * @param after version seen last
 * @param downSeconds how long its server has not served, over all its jobs that ended
 */
public record Lane(
    String name,
    String host,
    String role,
    NodeState state,
    @Nullable String before,
    @Nullable String after,
    @Nullable Double downSeconds,
    List<Span> states,
    List<Down> downs) {
  /** A time in one state. */
  public record Span(NodeState state, Instant from, Instant to) {}

  /**
   * A time in which a node's server did not serve.
   *
   * @param from by the node's own clock
   * @param to by the node's own clock; absent if it was not seen to serve again
   * @param drawnFrom where a picture has it: the same, unless the node's clock is far off the run's
   */
  public record Down(
      Instant from, @Nullable Instant to, @Nullable Double seconds, Instant drawnFrom) {}
}
