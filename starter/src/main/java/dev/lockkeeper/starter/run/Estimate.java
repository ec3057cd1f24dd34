package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is, and how much work is left. Only what workers did is work: what people took to
 * answer is never in it, and neither are rests between steps. Work of several nodes is added up,
 * also where it is done at once.
 *
 * @param done nodes that run the target
 * @param nodes all of them
 * @param remainingSeconds of the nodes whose role is in {@code basis}, for what they are not yet
 *     through; absent if nothing is known of any
 * @param basis from what it was computed
 * @param unknownRoles roles of nodes that are left and of which nothing is known
 * @param underWay what takes off from {@code remainingSeconds} as time goes by; with beginnings
 *     instead of lengths, so that nothing here changes by itself
 */
public record Estimate(
    int done,
    int nodes,
    @Nullable Long remainingSeconds,
    List<Basis> basis,
    List<String> unknownRoles,
    List<UnderWay> underWay) {

  /**
   * What a node of a role took.
   *
   * @param medianSeconds of {@code samples} nodes
   * @param earlierRunEndedAt when the run ended in which they were upgraded; absent if it was this
   *     one
   */
  public record Basis(
      String role, double medianSeconds, int samples, @Nullable Instant earlierRunEndedAt) {}

  /**
   * A node that a worker is busy with.
   *
   * @param since when that was begun
   * @param seconds how much of {@code remainingSeconds} is this node's
   */
  public record UnderWay(String node, Instant since, double seconds) {}

  /** What remains at a moment; absent if it is not known. */
  public @Nullable Long remainingSeconds(Instant now) {
    if (remainingSeconds == null) {
      return null;
    }
    double spent =
        underWay.stream()
            .mapToDouble(
                node -> {
                  double busy = Duration.between(node.since(), now).toMillis() / 1000.0;
                  return Math.max(0, Math.min(node.seconds(), busy));
                })
            .sum();
    return Math.max(0, Math.round(remainingSeconds - spent));
  }

  /**
   * The estimate.
   *
   * @param nodes as they are now
   * @param work what was done on each node so far, by its name
   * @param begun since when workers are busy with nodes, by their names
   * @param earlier the cluster's upgrade before; absent if it is not known
   */
  public static Estimate of(
      List<NodeStatus> nodes,
      Map<String, Duration> work,
      Map<String, Instant> begun,
      @Nullable NodeWork earlier) {
    NodeWork here = new NodeWork(nodes, work, null);
    Set<Basis> basis = new LinkedHashSet<>();
    Set<String> unknown = new LinkedHashSet<>();
    List<UnderWay> underWay = new ArrayList<>();
    double seconds = 0;
    for (NodeStatus node : nodes) {
      if (node.state() == NodeState.UPGRADED || node.state() == NodeState.RESTORED) {
        continue;
      }
      Basis known = basis(node.role(), here, earlier);
      if (known == null) {
        unknown.add(node.role());
      } else {
        basis.add(known);
        Duration spent = work.getOrDefault(node.name(), Duration.ZERO);
        double left = Math.max(0, known.medianSeconds() - spent.toMillis() / 1000.0);
        seconds += left;
        Instant since = begun.get(node.name());
        if (since != null) {
          underWay.add(new UnderWay(node.name(), since, left));
        }
      }
    }
    int done = (int) nodes.stream().filter(node -> node.state() == NodeState.UPGRADED).count();
    boolean nothingKnown = basis.isEmpty() && !unknown.isEmpty();
    return new Estimate(
        done,
        nodes.size(),
        nothingKnown ? null : Math.round(seconds),
        List.copyOf(basis),
        List.copyOf(unknown),
        List.copyOf(underWay));
  }

  private static @Nullable Basis basis(String role, NodeWork here, @Nullable NodeWork earlier) {
    List<NodeWork> sources = new ArrayList<>(List.of(here));
    if (earlier != null) {
      sources.add(earlier);
    }
    for (NodeWork source : sources) {
      List<Double> samples = source.finished(role);
      if (!samples.isEmpty()) {
        return new Basis(role, median(samples), samples.size(), source.endedAt());
      }
    }
    return null;
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
