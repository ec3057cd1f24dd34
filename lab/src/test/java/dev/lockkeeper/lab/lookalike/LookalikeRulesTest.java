package dev.lockkeeper.lab.lookalike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.observer.DownInterval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookalikeRulesTest {

  private static final Expectation ONCE = Expectation.upgraded("1.1.0");

  @Test
  void twoNodesDownAtTheSameTimeAreAViolation() {
    assertThat(LookalikeRules.twoDown(List.of(down("node-1", 0, 10), down("node-2", 9, 20))))
        .containsExactly(
            new LookalikeViolation(at(9), "node-1 and node-2", "were down at the same time"));
  }

  @Test
  void twoNodesDownOneAfterTheOtherAndOneNodeDownTwiceAreNot() {
    assertThat(
            LookalikeRules.twoDown(
                List.of(down("node-1", 0, 10), down("node-2", 10, 20), down("node-1", 20, 30))))
        .isEmpty();
  }

  @Test
  void aPartitionIsGoneWhenNoneOfItsInSyncReplicasAnswersAsTheNewestViewSays() {
    NodeView stale = view(1, 3, Set.of(1, 2));
    NodeView newest = view(3, 4, Set.of(2));

    assertThat(LookalikeRules.withoutLiveReplica(List.of(stale), Set.of(1, 3))).isEmpty();
    assertThat(LookalikeRules.withoutLiveReplica(List.of(stale, newest), Set.of(1, 3)))
        .containsExactly(0);
    assertThat(LookalikeRules.withoutLiveReplica(List.of(newest, stale), Set.of(2, 3))).isEmpty();
  }

  @Test
  void aLossIsReportedOnceAndOnlyWhenItLasts() {
    ReplicaWatch watch = new ReplicaWatch();
    List<NodeView> views = List.of(view(1, 1, Set.of(1)));
    Instant end = at(2).plus(ReplicaWatch.PATIENCE);

    watch.look(views, Map.of(2, "node-2"), at(1));
    watch.look(views, Map.of(1, "node-1", 2, "node-2"), at(1).plusMillis(50));
    watch.look(views, Map.of(2, "node-2"), at(2));
    watch.look(views, Map.of(2, "node-2"), end.minusMillis(1));
    assertThat(watch.violations()).isEmpty();
    watch.look(views, Map.of(2, "node-2"), end);
    assertThat(watch.violations()).hasSize(1);
    watch.look(views, Map.of(2, "node-2"), end.plusSeconds(1));

    assertThat(watch.violations())
        .containsExactly(
            new LookalikeViolation(
                at(2), "node-2", "lived, and no in-sync replica of partition 0"));
  }

  @Test
  void theSecondStartOfTheTargetIsAViolationAndStartsOfTheOldReleaseAreNot() {
    assertThat(
            LookalikeRules.doneAgain(
                List.of(
                    started(1, "1.1.0"),
                    started(2, "1.0.0"),
                    started(3, "1.0.0"),
                    started(4, "1.1.0")),
                ONCE))
        .containsExactly(new LookalikeViolation(at(4), "node-1", "was started on 1.1.0 again"));
  }

  @Test
  void theSecondStopIsAViolationUnlessItIsAllowedAndAnIgnoredOneIsNone() {
    List<AuditEvent> events =
        List.of(
            event(1, "ignored"), event(2, "stopping"), event(3, "stopped"), event(4, "stopping"));

    assertThat(LookalikeRules.doneAgain(events.subList(0, 3), ONCE)).isEmpty();
    assertThat(LookalikeRules.doneAgain(events, ONCE.withStops(2))).isEmpty();
    assertThat(LookalikeRules.doneAgain(events, ONCE))
        .containsExactly(new LookalikeViolation(at(4), "node-1", "was told to stop again"));
  }

  @Test
  void aSettingMayBeSetOnceToEachValueAndWhatANodeHearsFromAnotherDoesNotCount() {
    assertThat(
            LookalikeRules.setAgain(
                List.of(
                    set(1, "off"),
                    received(2, "off"),
                    received(3, "off"),
                    set(9, "on"),
                    received(10, "on")),
                ONCE))
        .isEmpty();
    assertThat(LookalikeRules.setAgain(List.of(set(5, "off"), set(1, "off"), set(7, "on")), ONCE))
        .containsExactly(
            new LookalikeViolation(at(5), "node-1", "was told to set auto-move to off again"));
  }

  @Test
  void aNodeThatIsAsItShouldBeInTheEndIsNoViolation() {
    NodeEnd end =
        new NodeEnd(
            "node-1", at(9), Optional.of(view(1, 1, Set.of(1))), "1.1.0", List.of(), List.of());

    assertThat(LookalikeRules.atEnd(end, ONCE, Map.of("auto-move", "on"))).isEmpty();
  }

  @Test
  void everythingThatIsWrongWithANodeInTheEndIsSaid() {
    NodeEnd end =
        new NodeEnd(
            "node-1",
            at(9),
            Optional.of(view(1, 1, Set.of(1))),
            "",
            List.of("/home/x/.lockkeeper/fences/orders"),
            List.of());

    assertThat(
            LookalikeRules.atEnd(end, ONCE.endingOn("1.0.0"), Map.of("auto-move", "off")).stream()
                .map(LookalikeViolation::sentence))
        .containsExactly(
            "1970-01-01T00:00:09Z node-1 runs 1.1.0 in the end instead of 1.0.0.",
            "1970-01-01T00:00:09Z node-1 has auto-move on in the end; it was off.",
            "1970-01-01T00:00:09Z node-1 has its link lead to no release in the end instead of 1.0.0.",
            "1970-01-01T00:00:09Z node-1 still has the fence /home/x/.lockkeeper/fences/orders.");
  }

  @Test
  void aNodeThatDoesNotAnswerInTheEndIsAViolation() {
    NodeEnd end = new NodeEnd("node-1", at(9), Optional.empty(), "1.1.0", List.of(), List.of());

    assertThat(LookalikeRules.atEnd(end, ONCE, Map.of()))
        .containsExactly(new LookalikeViolation(at(9), "node-1", "does not answer in the end"));
  }

  @Test
  void aLedgerIsReadLineByLine() {
    assertThat(
            AuditEvent.parse("node-1", List.of("1000 started pid=7 version=1.1.0", "2000 stopped")))
        .containsExactly(
            new AuditEvent("node-1", at(1), "started", Map.of("pid", "7", "version", "1.1.0")),
            new AuditEvent("node-1", at(2), "stopped", Map.of()));
  }

  private static NodeView view(int id, long epoch, Set<Integer> inSync) {
    return new NodeView(
        id,
        "1.1.0",
        7,
        at(0),
        "/opt/lookalike-1.1.0",
        Set.of(1, 2, 3),
        Map.of("auto-move", "on"),
        List.of(new NodeView.PartitionView(0, epoch, OptionalInt.of(1), List.of(1, 2), inSync)));
  }

  private static AuditEvent started(int second, String version) {
    return new AuditEvent("node-1", at(second), "started", Map.of("version", version));
  }

  private static AuditEvent set(int second, String value) {
    return new AuditEvent(
        "node-1", at(second), "set", Map.of("name", "auto-move", "old", "?", "new", value));
  }

  private static AuditEvent received(int second, String value) {
    return new AuditEvent(
        "node-2", at(second), "received", Map.of("name", "auto-move", "old", "?", "new", value));
  }

  private static AuditEvent event(int second, String event) {
    return new AuditEvent("node-1", at(second), event, Map.of());
  }

  private static DownInterval down(String node, int from, int to) {
    return new DownInterval(node, at(from), at(to));
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
