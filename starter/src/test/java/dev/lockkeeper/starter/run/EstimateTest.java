package dev.lockkeeper.starter.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
  private static final Instant BEFORE = Instant.parse("2026-03-01T22:58:00Z");

  @ParameterizedTest(name = "finished {0}, spent {1}: {2} s left by {3} of them")
  @CsvSource({
    "100,         0,   100, 1",
    "100 200,     0,   150, 2",
    "100 900 200, 0,   200, 3",
    "100 200,     30,  120, 2",
    "100 200,     400, 0,   2",
  })
  void whatIsLeftIsTheMedianOfTheFinishedNodesLessWhatWasDoneAlready(
      String finished, long spent, long left, int samples) {
    Map<String, Duration> work = new HashMap<>();
    List<NodeStatus> nodes = new java.util.ArrayList<>();
    for (String seconds : finished.split(" ")) {
      String name = "done-" + nodes.size();
      nodes.add(node(name, "tablet", NodeState.UPGRADED, "0.7.0"));
      work.put(name, Duration.ofSeconds(Long.parseLong(seconds)));
    }
    nodes.add(node("next", "tablet", NodeState.WAITING, "0.7.0"));
    work.put("next", Duration.ofSeconds(spent));

    Estimate estimate = Estimate.of(nodes, work, Map.of(), null);

    assertThat(estimate.remainingSeconds()).isEqualTo(left);
    assertThat(estimate.done()).isEqualTo(samples);
    assertThat(estimate.nodes()).isEqualTo(samples + 1);
    assertThat(estimate.basis())
        .singleElement()
        .satisfies(
            basis -> {
              assertThat(basis.samples()).isEqualTo(samples);
              assertThat(basis.earlierRunEndedAt()).isNull();
            });
  }

  @Test
  void aNodeOfAnotherRoleOrOneThatRanTheTargetAlreadySaysNothing() {
    List<NodeStatus> nodes =
        List.of(
            node("c", "coordinator", NodeState.UPGRADED, "0.7.0"),
            node("t-1", "tablet", NodeState.UPGRADED, "0.9.1"),
            node("t-2", "tablet", NodeState.PENDING, "0.7.0"));
    Estimate estimate =
        Estimate.of(
            nodes, Map.of("c", Duration.ofHours(1), "t-1", Duration.ofSeconds(1)), Map.of(), null);

    assertThat(estimate.done()).isEqualTo(2);
    assertThat(estimate.remainingSeconds()).isNull();
    assertThat(estimate.basis()).isEmpty();
    assertThat(estimate.unknownRoles()).containsExactly("tablet");
  }

  @Test
  void anEarlierRunCountsOnlyForRolesOfWhichThisOneHasFinishedNone() {
    List<NodeStatus> nodes =
        List.of(
            node("t-1", "tablet", NodeState.UPGRADED, "0.7.0"),
            node("t-2", "tablet", NodeState.PENDING, "0.7.0"),
            node("c", "coordinator", NodeState.PENDING, "0.7.0"),
            node("g", "gateway", NodeState.PENDING, "0.7.0"));
    NodeWork earlier =
        new NodeWork(
            List.of(
                node("t-1", "tablet", NodeState.UPGRADED, "0.6.0"),
                node("c", "coordinator", NodeState.UPGRADED, "0.6.0")),
            Map.of("t-1", Duration.ofHours(9), "c", Duration.ofSeconds(50)),
            BEFORE);

    Estimate estimate =
        Estimate.of(nodes, Map.of("t-1", Duration.ofSeconds(100)), Map.of(), earlier);

    assertThat(estimate.remainingSeconds()).isEqualTo(150);
    assertThat(estimate.basis())
        .containsExactly(
            new Estimate.Basis("tablet", 100, 1, null),
            new Estimate.Basis("coordinator", 50, 1, BEFORE));
    assertThat(estimate.unknownRoles()).containsExactly("gateway");
  }

  @ParameterizedTest(name = "busy for {0} s: {1} s left")
  @CsvSource({"0, 170", "30, 140", "70, 100", "500, 100", "-5, 170"})
  void whatGoesOnNowTakesOffAsMuchAsItsNodeWasExpectedToTakeAndNoMore(long busy, long left) {
    List<NodeStatus> nodes =
        List.of(
            node("t-1", "tablet", NodeState.UPGRADED, "0.7.0"),
            node("t-2", "tablet", NodeState.DOWN, "0.7.0"),
            node("t-3", "tablet", NodeState.PENDING, "0.7.0"));
    Map<String, Duration> work =
        Map.of("t-1", Duration.ofSeconds(100), "t-2", Duration.ofSeconds(30));

    Estimate estimate = Estimate.of(nodes, work, Map.of("t-2", BEFORE), null);

    assertThat(estimate.remainingSeconds()).isEqualTo(170);
    assertThat(estimate.underWay()).containsExactly(new Estimate.UnderWay("t-2", BEFORE, 70));
    assertThat(estimate.remainingSeconds(BEFORE.plusSeconds(busy))).isEqualTo(left);
  }

  @Test
  void aNodeIsWorkedOnFromTheCommandOnThatHasNotEnded() {
    List<HistoryEvent> events =
        StoredHistory.of("FlussUpgrade/rolling.0.1.0").history().getEvents();
    List<NodeStatus> nodes =
        List.of(
            node("tablet-1", "tablet-server", NodeState.PENDING, "0.7.0"),
            node("tablet-2", "tablet-server", NodeState.PENDING, "0.7.0"));
    int given = 1;
    while (RanReader.read(events.subList(0, given)).stream().noneMatch(EstimateTest::isRestart)) {
      given++;
    }
    List<Ran> soFar = RanReader.read(events.subList(0, given));
    Ran restart = soFar.get(soFar.size() - 1);

    assertThat(NodeWork.underWay(nodes, soFar)).containsOnly(Map.entry("tablet-2", restart.at()));
    assertThat(NodeWork.underWay(nodes, RanReader.read(events))).isEmpty();
  }

  private static boolean isRestart(Ran command) {
    return command.activity().equals("FlussRestart") && command.isOn("tablet-2");
  }

  @Test
  void aFinishedRunHasNothingLeft() {
    Estimate estimate =
        Estimate.of(
            List.of(node("t-1", "tablet", NodeState.UPGRADED, "0.7.0")), Map.of(), Map.of(), null);
    assertThat(estimate.remainingSeconds()).isZero();
    assertThat(estimate.unknownRoles()).isEmpty();
  }

  @Test
  void theTimeThatPeopleTookAtAGateIsNoWork() {
    // In this run tablet-1's gate was open for 99 s; its commands took 33 s.
    StoredHistory history =
        StoredHistory.of("FlussUpgrade/real-rolling-server-and-worker-killed.0.1.0");
    List<NodeStatus> nodes = history.ended().report().nodes();
    Map<String, Duration> work = NodeWork.of(nodes, history.told().commands());

    assertThat(work).containsOnlyKeys("coordinator", "tablet-1", "tablet-2", "tablet-3");
    assertThat(work.get("tablet-1")).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(35));
    assertThat(new NodeWork(nodes, work, BEFORE).finished("tablet-server")).hasSize(3).isSorted();
  }

  private static NodeStatus node(String name, String role, NodeState state, @Nullable String from) {
    String version = state == NodeState.UPGRADED ? "0.9.1" : from;
    return new NodeStatus(name, "10.0.0.1", role, state, from, version, BEFORE, null);
  }
}
