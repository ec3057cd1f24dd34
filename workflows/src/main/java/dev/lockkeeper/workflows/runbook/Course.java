package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Amendment;
import dev.lockkeeper.workflows.model.GateFrequency;
import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the rest of the run shall go, which people may amend, and which nodes it has behind it. Knows
 * nothing of Temporal.
 */
final class Course {
  private GatePolicy policy;
  private List<String> order = List.of();
  private final Set<String> finished = new LinkedHashSet<>();
  private @Nullable Leg leg;

  Course(GatePolicy policy) {
    this.policy = policy;
  }

  Course(Carried.CourseState carried) {
    this(carried.policy());
    order = carried.order();
    finished.addAll(carried.finished());
  }

  Carried.CourseState carry() {
    return new Carried.CourseState(policy, order, List.copyOf(finished));
  }

  GatePolicy policy() {
    return policy;
  }

  void amend(Amendment change) {
    policy =
        new GatePolicy(
            change.policy() == null ? policy.policy() : change.policy(),
            change.approvers() == null ? policy.approvers() : change.approvers(),
            change.allow() == null ? policy.allow() : change.allow(),
            change.expire() == null ? policy.expire() : change.expire());
    if (change.order() != null) {
      order = change.order();
    }
  }

  /** Why the rest of the run cannot be changed like this; empty if it can. */
  Optional<String> objection(Amendment change) {
    int approvers = change.approvers() == null ? policy.approvers() : change.approvers();
    List<String> allow = change.allow() == null ? policy.allow() : change.allow();
    if (approvers < 1) {
      return Optional.of("approvers must be at least 1; to ask nobody, use policy: none");
    }
    if (!allow.isEmpty()
        && allow.stream().map(String::toLowerCase).distinct().count() < approvers) {
      return Optional.of("allow names fewer people than the " + approvers + " approvers needed");
    }
    if (change.policy() == null
        && change.approvers() == null
        && change.allow() == null
        && change.expire() == null
        && change.order() == null) {
      return Optional.of("it changes nothing: give policy, approvers, allow, expire or order");
    }
    return Optional.empty();
  }

  /** Whether a person is asked at all. */
  boolean asks() {
    return policy.policy() != GateFrequency.NONE;
  }

  /** Whether a person is asked before this node. */
  boolean asks(Node node) {
    return leg == null || !leg.group.contains(node)
        ? asks()
        : switch (policy.policy()) {
          case EVERY_NODE -> true;
          case CANARY -> leg.behind() <= 1;
          case PER_ROLE -> leg.behind() == 0;
          case NONE -> false;
        };
  }

  /** What the gate before this node asks: it names every node that it opens the way to. */
  String title(Node node, String action) {
    return covered(node).stream().map(Node::name).collect(Collectors.joining(", ")) + ": " + action;
  }

  private List<Node> covered(Node node) {
    if (leg == null || !leg.group.contains(node)) {
      return List.of(node);
    }
    boolean rest =
        policy.policy() == GateFrequency.PER_ROLE
            || (policy.policy() == GateFrequency.CANARY && leg.behind() == 1);
    return rest ? leg.ahead() : List.of(node);
  }

  /**
   * Begins to go over some nodes, one after another; those that are behind already are left out.
   */
  Leg over(String key, List<Node> group) {
    leg = new Leg(key, group);
    return leg;
  }

  boolean hasFinished(String node) {
    return finished.stream().anyMatch(entry -> entry.endsWith("/" + node));
  }

  /** A part of the procedure that is done for each node of a group. */
  final class Leg {
    private final String key;
    private final List<Node> group;

    private Leg(String key, List<Node> group) {
      this.key = key;
      this.group = List.copyOf(group);
    }

    /** The node whose turn it is; empty when all are behind. */
    Optional<Node> next() {
      return ahead().stream().findFirst();
    }

    void finished(Node node) {
      finished.add(key + "/" + node.name());
    }

    void end() {
      leg = null;
    }

    private long behind() {
      return group.stream().filter(this::isBehind).count();
    }

    private boolean isBehind(Node node) {
      return finished.contains(key + "/" + node.name());
    }

    private List<Node> ahead() {
      List<Node> ahead = new ArrayList<>(group.stream().filter(node -> !isBehind(node)).toList());
      ahead.sort(Comparator.comparingInt(this::place));
      return ahead;
    }

    /** The sort is stable, so nodes that no amendment names keep the order of the request. */
    private int place(Node node) {
      int place = order.indexOf(node.name());
      return place < 0 ? order.size() : place;
    }
  }
}
