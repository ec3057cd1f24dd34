package dev.lockkeeper.lab.plan;

import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.PlanEntry.Kind;
import dev.lockkeeper.workflows.model.StepRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a plan says with the steps that a run took: the same gates, changes and checks, of
 * the same nodes, in the same order. Where a run works on several nodes at once, only the order on
 * each node counts.
 */
public final class PlannedOrder {
  /**
   * What every run does for itself, whatever the product. A plan takes no fence, so it has none to
   * give back, and it only looks who holds the nodes.
   */
  private static final List<String> HOUSEKEEPING =
      List.of(
          "Fence the nodes for this run",
          "Remove what earlier runs left on the nodes",
          "Free the nodes");

  private final List<PlanEntry> plan;
  private final List<StepRecord> run;
  private final Set<String> atOnce;

  private PlannedOrder(List<PlanEntry> plan, List<StepRecord> run) {
    this.plan = plan;
    this.run = run.stream().sorted(Comparator.comparing(StepRecord::from)).toList();
    this.atOnce = atOnce(run);
  }

  private record Line(String phase, String node, String title) {
    @Override
    public String toString() {
      return "\"" + title + "\" (" + phase + ")";
    }
  }

  /** What differs, one sentence each; empty if the run did as planned. */
  public static List<String> differences(List<PlanEntry> plan, List<StepRecord> run) {
    return new PlannedOrder(plan, run).differences();
  }

  private List<String> differences() {
    List<Line> told = inOrder(told());
    List<Line> done = inOrder(done());
    List<String> differences = new ArrayList<>();
    if (told.isEmpty()) {
      differences.add("the plan names no gate, change or check");
    }
    without(told, done).forEach(line -> differences.add("planned and not done: " + line));
    without(done, told).forEach(line -> differences.add("done and not planned: " + line));
    if (differences.isEmpty()) {
      for (int i = 0; i < told.size(); i++) {
        if (!told.get(i).equals(done.get(i))) {
          differences.add(
              "in another order: the plan has "
                  + told.get(i)
                  + " where the run did "
                  + done.get(i));
          break;
        }
      }
    }
    return differences;
  }

  private List<Line> told() {
    return plan.stream().filter(entry -> counts(entry.kind())).map(PlannedOrder::line).toList();
  }

  /** Looks are the procedure's own; a run looks again wherever it has waited. */
  private List<Line> done() {
    Set<String> looks =
        plan.stream()
            .filter(entry -> !counts(entry.kind()))
            .map(PlannedOrder::line)
            .map(Line::title)
            .collect(Collectors.toSet());
    looks.addAll(HOUSEKEEPING);
    looks.removeAll(told().stream().map(Line::title).toList());
    return run.stream()
        .map(step -> new Line(step.phase(), name(step.node()), step.title()))
        .filter(line -> !looks.contains(line.title()))
        .toList();
  }

  private static boolean counts(Kind kind) {
    return kind == Kind.GATE || kind == Kind.CHANGE || kind == Kind.CHECK;
  }

  private static Line line(PlanEntry entry) {
    boolean named = entry.kind() == Kind.GATE || entry.node() == null;
    return new Line(
        entry.phase(),
        name(entry.node()),
        named ? entry.title() : entry.title() + " (" + entry.node() + ")");
  }

  private static String name(@Nullable String node) {
    return node == null ? "" : node;
  }

  /** Phases in which steps of different nodes ran at the same time. */
  private static Set<String> atOnce(List<StepRecord> run) {
    Set<String> phases = new HashSet<>();
    for (StepRecord one : run) {
      for (StepRecord other : run) {
        if (one.phase().equals(other.phase())
            && !name(one.node()).equals(name(other.node()))
            && one.from().isBefore(other.to())
            && other.from().isBefore(one.to())) {
          phases.add(one.phase());
        }
      }
    }
    return phases;
  }

  /** Phase by phase as they came; node by node within one in which nodes are dealt with at once. */
  private List<Line> inOrder(List<Line> lines) {
    List<Line> all = new ArrayList<>();
    for (int from = 0, to; from < lines.size(); from = to) {
      String phase = lines.get(from).phase();
      to = from + 1;
      while (to < lines.size() && lines.get(to).phase().equals(phase)) {
        to++;
      }
      List<Line> group = new ArrayList<>(lines.subList(from, to));
      if (atOnce.contains(phase)) {
        group.sort(Comparator.comparing(Line::node));
      }
      all.addAll(group);
    }
    return all;
  }

  private static List<Line> without(List<Line> all, List<Line> some) {
    List<Line> left = new ArrayList<>(all);
    some.forEach(left::remove);
    return left;
  }
}
