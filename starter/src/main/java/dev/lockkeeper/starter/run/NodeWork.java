package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run's nodes took.
 *
 * @param work by node
 * @param endedAt when the run ended; absent if it goes on
 */
public record NodeWork(
    List<NodeStatus> nodes, Map<String, Duration> work, @Nullable Instant endedAt) {

  /** How long workers were busy with each node; commands that have not ended are not counted. */
  static Map<String, Duration> of(List<NodeStatus> nodes, List<Ran> commands) {
    Map<String, Duration> work = new HashMap<>();
    for (Ran command : commands) {
      if (command.until() == null) {
        continue;
      }
      Duration took = Duration.between(command.at(), command.until());
      nodes.stream()
          .map(NodeStatus::name)
          .filter(command::isOn)
          .forEach(name -> work.merge(name, took, Duration::plus));
    }
    return work;
  }

  /** Since when workers are busy with a node, by its name. */
  static Map<String, Instant> underWay(List<NodeStatus> nodes, List<Ran> commands) {
    Map<String, Instant> begun = new HashMap<>();
    for (Ran command : commands) {
      if (command.until() == null) {
        nodes.stream()
            .map(NodeStatus::name)
            .filter(command::isOn)
            .forEach(
                name ->
                    begun.merge(
                        name, command.at(), (one, other) -> one.isBefore(other) ? one : other));
      }
    }
    return begun;
  }

  /**
   * Seconds for each node of a role that was brought to another version, in ascending order. A node
   * that ran the target already says nothing.
   */
  List<Double> finished(String role) {
    return nodes.stream()
        .filter(node -> node.role().equals(role) && node.state() == NodeState.UPGRADED)
        .filter(node -> node.from() == null || !node.from().equals(node.version()))
        .filter(node -> work.containsKey(node.name()))
        .map(node -> work.getOrDefault(node.name(), Duration.ZERO).toMillis() / 1000.0)
        .sorted()
        .toList();
  }
}
