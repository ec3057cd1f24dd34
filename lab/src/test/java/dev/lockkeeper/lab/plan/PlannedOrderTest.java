package dev.lockkeeper.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.PlanEntry.Kind;
import dev.lockkeeper.workflows.model.StepRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which differences between a plan and its run are seen. */
class PlannedOrderTest {
  private static final Instant START = Instant.parse("2026-03-01T22:58:00Z");
  private static final List<PlanEntry> PLAN =
      List.of(
          entry(Kind.LOOK, "Prepare", "one", "Inspect"),
          entry(Kind.CHANGE, "Prepare", "one", "Stage"),
          entry(Kind.CHECK, "Prepare", "one", "Compare"),
          entry(Kind.CHANGE, "Prepare", "two", "Stage"),
          entry(Kind.CHECK, "Prepare", "two", "Compare"),
          entry(Kind.GATE, "Restart", "one", "Gate one: restart it"),
          entry(Kind.CHANGE, "Restart", "one", "Stop and start"),
          entry(Kind.GATE, "Restart", "two", "Gate two: restart it"),
          entry(Kind.CHANGE, "Restart", "two", "Stop and start"));

  /** Both nodes are prepared at once, in whatever order they come to it. */
  private static final List<StepRecord> RUN =
      List.of(
          step(0, 1, "Prepare", null, "Fence the nodes for this run"),
          step(1, 2, "Prepare", "one", "Inspect (one)"),
          step(2, 4, "Prepare", "two", "Stage (two)"),
          step(2, 5, "Prepare", "one", "Stage (one)"),
          step(4, 6, "Prepare", "two", "Compare (two)"),
          step(5, 7, "Prepare", "one", "Compare (one)"),
          step(10, 20, "Restart", "one", "Gate one: restart it"),
          step(20, 30, "Restart", "one", "Stop and start (one)"),
          step(30, 40, "Restart", "two", "Gate two: restart it"),
          step(40, 50, "Restart", "two", "Stop and start (two)"),
          step(50, 51, "Undo", null, "Free the nodes"));

  @Test
  void whatIsDoneAsPlannedDiffersInNothing() {
    assertThat(PlannedOrder.differences(PLAN, RUN)).isEmpty();
  }

  @Test
  void aGateThatThePlanDoesNotNameIsSeen() {
    assertThat(PlannedOrder.differences(without(PLAN, 7), RUN))
        .containsExactly("done and not planned: \"Gate two: restart it\" (Restart)");
  }

  @Test
  void aStepThatTheRunLeavesOutIsSeen() {
    assertThat(PlannedOrder.differences(PLAN, without(RUN, 4)))
        .containsExactly("planned and not done: \"Compare (two)\" (Prepare)");
  }

  @Test
  void nodesInAnotherOrderAreSeen() {
    List<PlanEntry> other = new ArrayList<>(PLAN.subList(0, 5));
    other.addAll(PLAN.subList(7, 9));
    other.addAll(PLAN.subList(5, 7));

    assertThat(PlannedOrder.differences(other, RUN))
        .singleElement()
        .asString()
        .contains("in another order", "Gate two: restart it");
  }

  @Test
  void anotherOrderOnANodeIsSeenAlsoWhereNodesAreDealtWithAtOnce() {
    List<PlanEntry> other = new ArrayList<>(PLAN);
    other.set(1, PLAN.get(2));
    other.set(2, PLAN.get(1));

    assertThat(PlannedOrder.differences(other, RUN))
        .singleElement()
        .asString()
        .contains("in another order", "Compare (one)");
  }

  @Test
  void aPlanOfLooksOnlyIsNone() {
    assertThat(PlannedOrder.differences(PLAN.subList(0, 1), List.of()))
        .containsExactly("the plan names no gate, change or check");
  }

  @Test
  void aFileThatCameWentOrChangedIsNamed() {
    Map<String, List<String>> before = Map.of("one", List.of("a 1", "b 1"), "two", List.of("a 1"));

    assertThat(HostFiles.changes(before, before)).isEmpty();
    assertThat(HostFiles.changes(before, Map.of("one", List.of("a 2", "b 1"))))
        .containsExactlyInAnyOrder(
            "planning changed a file on one: was a 1",
            "planning changed a file on one: is a 2",
            "planning changed a file on two: was a 1");
  }

  private static <T> List<T> without(List<T> all, int index) {
    List<T> left = new ArrayList<>(all);
    left.remove(index);
    return left;
  }

  private static PlanEntry entry(Kind kind, String phase, String node, String title) {
    return new PlanEntry(kind, phase, node, title, null, null, null);
  }

  private static StepRecord step(
      int from, int to, String phase, @Nullable String node, String title) {
    return new StepRecord(
        phase,
        node,
        title,
        "done",
        1,
        START.plusSeconds(from),
        START.plusSeconds(to),
        List.of(),
        null);
  }
}
