package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a node is in its state, and was down.
 *
 * @param downSince since when its server does not serve; absent if it does, or nothing says that it
 *     does not
 * @param downSinceMarked whether its job has said so; otherwise its restart was begun then, so that
 *     it is down for at most as long
 */
public record TimeInState(
    @JsonUnwrapped NodeStatus node, @Nullable Instant downSince, boolean downSinceMarked) {
  /** A node's clock that is further off than this is not compared with Temporal's. */
  private static final Duration CLOCKS_AGREE = Duration.ofSeconds(5);

  /**
   * Of each node.
   *
   * @param commands of the run, from its beginning on; empty if they are not known
   */
  public static List<TimeInState> of(List<NodeStatus> nodes, List<Ran> commands) {
    return nodes.stream().map(node -> of(node, commands)).toList();
  }

  private static TimeInState of(NodeStatus node, List<Ran> commands) {
    if (node.state() == NodeState.UPGRADED || node.state() == NodeState.RESTORED) {
      return new TimeInState(node, null, false);
    }
    Instant marked = stopped(node.name(), commands);
    if (marked == null && node.state() == NodeState.DOWN) {
      return new TimeInState(node, node.since(), false);
    }
    return new TimeInState(node, marked, marked != null);
  }

  /** The run itself counts only windows that were closed. */
  private static @Nullable Instant stopped(String node, List<Ran> commands) {
    Instant since = null;
    for (Ran command : commands) {
      Ran.Job job = command.job();
      if (job == null || !job.node().equals(node)) {
        continue;
      }
      for (Mark mark : job.marks()) {
        if (mark.name().equals(Mark.LISTENING)) {
          since = null;
        } else if (mark.name().equals(Mark.STOPPING) && since == null) {
          since = byTheRunsClock(command, mark.at());
        }
      }
    }
    return since;
  }

  private static Instant byTheRunsClock(Ran command, Instant mark) {
    Instant latest = command.until() == null ? Instant.MAX : command.until().plus(CLOCKS_AGREE);
    boolean agrees = mark.isAfter(command.at().minus(CLOCKS_AGREE)) && mark.isBefore(latest);
    return agrees ? mark : command.at();
  }

  /** How long it is in its state. */
  public Duration inState(Instant now) {
    return between(node.since(), now);
  }

  /** How long its server has not served, a window that is open now included. */
  public @Nullable Double downUntil(Instant now) {
    if (downSince == null) {
      return node.downSeconds();
    }
    double before = node.downSeconds() == null ? 0 : node.downSeconds();
    return before + between(downSince, now).toMillis() / 1000.0;
  }

  /** Clocks that differ a little must not give a negative time. */
  private static Duration between(Instant from, Instant to) {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }
}
