package dev.lockkeeper.lab.lookalike;

import dev.lockkeeper.lab.observer.DownInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must not happen, as functions of what was seen. */
final class LookalikeRules {

  private static final String SETTING = "auto-move";

  private LookalikeRules() {}

  /** Each two intervals of different nodes that have a moment in common. */
  static List<LookalikeViolation> twoDown(List<DownInterval> intervals) {
    List<LookalikeViolation> violations = new ArrayList<>();
    for (int i = 0; i < intervals.size(); i++) {
      for (DownInterval second : intervals.subList(i + 1, intervals.size())) {
        DownInterval first = intervals.get(i);
        boolean overlap = first.from().isBefore(second.to()) && second.from().isBefore(first.to());
        if (overlap && !first.node().equals(second.node())) {
          Instant at = first.from().isAfter(second.from()) ? first.from() : second.from();
          violations.add(
              new LookalikeViolation(
                  at,
                  // Which of two that fall at once is seen first is a matter of luck.
                  Stream.of(first.node(), second.node())
                      .sorted()
                      .collect(Collectors.joining(" and ")),
                  "were down at the same time"));
        }
      }
    }
    return violations;
  }

  /**
   * The partitions none of whose in-sync replicas lives.
   *
   * @param views the last view of every node that ever answered; of each partition the newest
   *     counts
   * @param live the ids of the nodes that answer now
   */
  static Set<Integer> withoutLiveReplica(Collection<NodeView> views, Set<Integer> live) {
    Map<Integer, NodeView.PartitionView> newest = new TreeMap<>();
    for (NodeView view : views) {
      for (NodeView.PartitionView partition : view.partitions()) {
        newest.merge(
            partition.number(),
            partition,
            (one, other) -> one.epoch() >= other.epoch() ? one : other);
      }
    }
    Set<Integer> gone = new TreeSet<>();
    for (NodeView.PartitionView partition : newest.values()) {
      if (Collections.disjoint(partition.inSync(), live)) {
        gone.add(partition.number());
      }
    }
    return gone;
  }

  /** Starts and stops of one node beyond what is expected, each at its own time. */
  static List<LookalikeViolation> doneAgain(List<AuditEvent> events, Expectation expected) {
    List<LookalikeViolation> violations = new ArrayList<>();
    beyond(
        violations,
        events,
        event -> event.event().equals("started") && event.word("version").equals(expected.target()),
        expected.starts(),
        "was started on " + expected.target() + " again");
    beyond(
        violations,
        events,
        event -> event.event().equals("stopping"),
        expected.stops(),
        "was told to stop again");
    return violations;
  }

  /** Settings set more often than expected, whichever node was told. */
  static List<LookalikeViolation> setAgain(List<AuditEvent> ofAllNodes, Expectation expected) {
    List<AuditEvent> inOrder =
        ofAllNodes.stream().sorted(Comparator.comparing(AuditEvent::at)).toList();
    List<LookalikeViolation> violations = new ArrayList<>();
    for (String value : List.of("off", "on")) {
      beyond(
          violations,
          inOrder,
          event ->
              event.event().equals("set")
                  && event.word("name").equals(SETTING)
                  && event.word("new").equals(value),
          expected.sets(),
          "was told to set " + SETTING + " to " + value + " again");
    }
    return violations;
  }

  /**
   * What is wrong with a node in the end.
   *
   * @param before the settings when the observation began
   */
  static List<LookalikeViolation> atEnd(
      NodeEnd end, Expectation expected, Map<String, String> before) {
    List<String> wrong = new ArrayList<>();
    end.view()
        .ifPresentOrElse(
            view -> {
              if (!view.version().equals(expected.atEnd())) {
                wrong.add("runs " + view.version() + " in the end instead of " + expected.atEnd());
              }
              before.forEach(
                  (name, value) -> {
                    String now = view.settings().getOrDefault(name, "missing");
                    if (!now.equals(value)) {
                      wrong.add("has " + name + " " + now + " in the end; it was " + value);
                    }
                  });
            },
            () -> wrong.add("does not answer in the end"));
    if (!end.linkedVersion().equals(expected.atEnd())) {
      wrong.add(
          "has its link lead to %s in the end instead of %s"
              .formatted(
                  end.linkedVersion().isEmpty() ? "no release" : end.linkedVersion(),
                  expected.atEnd()));
    }
    end.fences().forEach(fence -> wrong.add("still has the fence " + fence));
    return wrong.stream().map(what -> new LookalikeViolation(end.at(), end.node(), what)).toList();
  }

  private static void beyond(
      List<LookalikeViolation> violations,
      List<AuditEvent> events,
      Predicate<AuditEvent> kind,
      int allowed,
      String what) {
    events.stream()
        .filter(kind)
        .skip(allowed)
        .map(event -> new LookalikeViolation(event.at(), event.node(), what))
        .forEach(violations::add);
  }
}
