package dev.lockkeeper.activities.fluss;

import static dev.lockkeeper.workflows.fluss.FlussRole.COORDINATOR_SERVER;
import static dev.lockkeeper.workflows.fluss.FlussRole.TABLET_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.Recovery;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthRulesTest {
  private static final Map<Integer, Long> ALL = Map.of(1, 11L, 2, 12L, 3, 13L);
  private static final List<Integer> THREE = List.of(3, 2, 1);

  @Test
  void aClusterWithEverythingInSyncIsHealthy() {
    FlussState state = state(bucket(0, THREE, THREE, 3), bucket(1, THREE, List.of(1, 2, 3), 1));

    assertThat(objections(HealthRules.healthy(state, 3))).isEmpty();
    assertThat(HealthRules.healthy(state, 3))
        .contains(Fact.good("replicas", "all in sync in 2 buckets of 1 tables"));
  }

  @Test
  void aServerThatNobodyNamedIsNoted() {
    assertThat(HealthRules.healthy(state(), 2))
        .contains(
            Fact.note("TabletServers", "1 more than the request names; they are not upgraded"));
  }

  @Test
  void aMissingTabletServerIsNotHealthy() {
    FlussState state = new FlussState(5, Map.of(1, 11L, 3, 13L), List.of());
    assertThat(objections(HealthRules.healthy(state, 3)))
        .isEqualTo("TabletServers: 2 of 3 registered [1, 3]");
  }

  @Test
  void anAbsentCoordinatorIsNotHealthy() {
    assertThat(objections(HealthRules.healthy(new FlussState(0, ALL, List.of()), 3)))
        .contains("none is active; no leader can be elected");
  }

  /** What a 0.6.0 CoordinatorServer shows after the first TabletServer came back on 0.7.0. */
  @Test
  void allRegisteredAndAllLedButOutOfSyncIsNotHealthy() {
    FlussState state =
        state(bucket(0, THREE, List.of(3, 2), 3), bucket(1, List.of(1, 2, 3), List.of(2, 3), 2));

    assertThat(objections(HealthRules.healthy(state, 3)))
        .contains("in 2 of 2 buckets")
        .contains("sales.orders bucket 0 (replicas [3, 2, 1], in sync [3, 2], leader 3)");
  }

  @Test
  void aBucketWithoutALeaderIsNotHealthy() {
    assertThat(objections(HealthRules.healthy(state(bucket(0, THREE, THREE, -1)), 3)))
        .contains("1 buckets have none that is alive and in sync");
  }

  @Test
  void aLeaderOutOfSyncIsNotHealthy() {
    assertThat(objections(HealthRules.healthy(state(bucket(0, THREE, List.of(2, 1), 3)), 3)))
        .contains("leaders: 1 buckets");
  }

  /** A 0.6 CoordinatorServer names dead servers in the in-sync sets for half a minute. */
  @Test
  void anInSyncSetThatNamesADeadServerIsNotHealthy() {
    FlussState state =
        new FlussState(5, Map.of(1, 11L, 3, 13L), List.of(bucket(0, THREE, THREE, 3)));

    assertThat(objections(HealthRules.healthy(state, 2)))
        .contains("on a server that is not registered");
  }

  @Test
  void aLeaderThatIsGoneIsNotHealthy() {
    FlussState state =
        new FlussState(5, Map.of(1, 11L), List.of(bucket(0, List.of(3), List.of(3), 3)));
    assertThat(objections(HealthRules.healthy(state, 1))).contains("leaders: 1 buckets");
  }

  @Test
  void ofManyBadBucketsAFewAreShown() {
    Bucket[] buckets = new Bucket[40];
    for (int i = 0; i < 40; i++) {
      buckets[i] = bucket(i, THREE, List.of(3), 3);
    }
    assertThat(objections(HealthRules.healthy(state(buckets), 3)))
        .contains("in 40 of 40 buckets")
        .contains("bucket 4 (")
        .doesNotContain("bucket 5 (")
        .contains("and 35 more");
  }

  @Test
  void tablesWithOneReplicaAreNamedOnce() {
    FlussState state =
        state(
            new Bucket("b.t", 0, List.of(1), List.of(1), 1),
            new Bucket("b.t", 1, List.of(2), List.of(2), 2),
            new Bucket("a.t", 0, List.of(3), List.of(3), 3),
            bucket(0, THREE, THREE, 1));
    assertThat(HealthRules.singleReplicaTables(state)).containsExactly("a.t", "b.t");
  }

  @Test
  void aServerWhoseBucketsAreInSyncElsewhereMayStop() {
    List<Fact> facts =
        HealthRules.ifStopped(state(bucket(0, THREE, THREE, 3)), TABLET_SERVER, 3, false);

    assertThat(objections(facts)).isEmpty();
    assertThat(facts)
        .singleElement()
        .extracting(Fact::value)
        .asString()
        .contains("1 replicas and leads 1 buckets");
  }

  @Test
  void theLastInSyncReplicaMayNotStop() {
    FlussState state = state(bucket(0, THREE, List.of(3), 3));

    assertThat(objections(HealthRules.ifStopped(state, TABLET_SERVER, 3, true)))
        .contains("1 buckets lose their last in-sync replica");
    assertThat(objections(HealthRules.ifStopped(state, TABLET_SERVER, 2, false))).isEmpty();
  }

  @Test
  void theLastInSyncReplicaThatLivesMayNotStopEither() {
    FlussState state =
        new FlussState(5, Map.of(3, 13L), List.of(bucket(0, THREE, List.of(3, 2), 3)));

    assertThat(objections(HealthRules.ifStopped(state, TABLET_SERVER, 3, true)))
        .contains("lose their last in-sync replica");
  }

  @Test
  void aSingleReplicaKeepsItsServerUntilItIsWaived() {
    FlussState state = state(new Bucket("a.t", 0, List.of(2), List.of(2), 2));

    assertThat(objections(HealthRules.ifStopped(state, TABLET_SERVER, 2, false)))
        .contains("tables with one replica are unavailable meanwhile");
    List<Fact> waived = HealthRules.ifStopped(state, TABLET_SERVER, 2, true);
    assertThat(objections(waived)).isEmpty();
    assertThat(waived)
        .anyMatch(fact -> fact.weight() == Fact.Weight.NOTE && fact.value().endsWith("(waived)"));
  }

  @Test
  void aServerWithoutAnIdMayNotStop() {
    assertThat(objections(HealthRules.ifStopped(state(), TABLET_SERVER, null, true)))
        .contains("tablet-server.id is unknown");
  }

  @Test
  void aCoordinatorMayStopAndWhatThatMeansIsSaid() {
    List<Fact> facts = HealthRules.ifStopped(state(), COORDINATOR_SERVER, null, false);
    assertThat(objections(facts)).isEmpty();
    assertThat(facts.get(0).value()).contains("reads and writes go on");
  }

  @Test
  void aServerThatRegisteredAnewHasRecovered() {
    FlussState state = state(bucket(0, THREE, THREE, 3));
    assertThat(objections(HealthRules.recovered(state, recovery(TABLET_SERVER, 2, 11)))).isEmpty();
    assertThat(objections(HealthRules.recovered(state, recovery(COORDINATOR_SERVER, null, 4))))
        .isEmpty();
  }

  @Test
  void theRegistrationFromBeforeTheStopIsNoRecovery() {
    FlussState state = state(bucket(0, THREE, THREE, 3));
    assertThat(objections(HealthRules.recovered(state, recovery(TABLET_SERVER, 2, 12))))
        .contains("the session from before the stop");
    assertThat(objections(HealthRules.recovered(state, recovery(COORDINATOR_SERVER, null, 5))))
        .contains("the session from before the stop");
  }

  @Test
  void aServerThatIsNotThereHasNotRecovered() {
    FlussState state = new FlussState(5, Map.of(1, 11L, 3, 13L, 4, 14L), List.of());
    assertThat(objections(HealthRules.recovered(state, recovery(TABLET_SERVER, 2, 12))))
        .isEqualTo("tablet-server 2: is not registered in ZooKeeper");
  }

  @Test
  void anUnknownIdIsNotTakenForTheCoordinators() {
    assertThat(objections(HealthRules.recovered(state(), recovery(TABLET_SERVER, null, 0))))
        .contains("tablet-server.id is unknown");
  }

  private static Recovery recovery(FlussRole role, @Nullable Integer id, long registration) {
    return new Recovery(role, id, registration, 3, Duration.ofMinutes(1), Duration.ofSeconds(3));
  }

  private static FlussState state(Bucket... buckets) {
    return new FlussState(5, ALL, new ArrayList<>(List.of(buckets)));
  }

  private static Bucket bucket(int number, List<Integer> replicas, List<Integer> isr, int leader) {
    return new Bucket("sales.orders", number, replicas, isr, leader);
  }

  private static String objections(List<Fact> facts) {
    return new Evidence(facts, Instant.EPOCH).objections();
  }
}
