package dev.lockkeeper.lab.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.fluss.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ObserverRulesTest {

  private static final Set<String> TABLETS = Set.of("tablet-1", "tablet-2", "tablet-3");

  @Test
  void twoTabletsDownAtTheSameTimeAreAViolation() {
    assertThat(
            Observer.together(List.of(down("tablet-1", 0, 10), down("tablet-2", 9, 20)), TABLETS))
        .containsExactly(
            new Violation(Violation.Kind.TWO_TABLETS_DOWN, at(9), "tablet-1 and tablet-2"));
  }

  @Test
  void twoTabletsDownOneAfterTheOtherAreNot() {
    assertThat(
            Observer.together(List.of(down("tablet-1", 0, 10), down("tablet-2", 10, 20)), TABLETS))
        .isEmpty();
  }

  @Test
  void aTabletAndTheCoordinatorDownTogetherAreNot() {
    assertThat(
            Observer.together(
                List.of(down("tablet-1", 0, 10), down("coordinator", 5, 20)), TABLETS))
        .isEmpty();
  }

  @Test
  void aBucketWhoseLastReplicaInSyncIsOnADeadServerIsReportedOnce() {
    StateWatch watch = new StateWatch();

    watch.see(state(Set.of(1, 2, 3), 3, 3), at(1));
    watch.see(state(Set.of(1, 2), 3, 3), at(2));
    watch.see(state(Set.of(1, 2), 3, 3), at(3));

    assertThat(watch.violations())
        .containsExactly(
            new Violation(Violation.Kind.LAST_REPLICA_GONE, at(2), "table 1 bucket 0"));
  }

  @Test
  void aBucketThatLosesItsInSyncReplicasIsReportedAndOneThatIsJustMadeIsNot() {
    StateWatch watch = new StateWatch();

    watch.see(state(Set.of(1, 2, 3), -1), at(1));
    assertThat(watch.violations()).isEmpty();
    watch.see(state(Set.of(1, 2, 3), 1, 1, 2), at(2));
    watch.see(state(Set.of(1, 2, 3), -1), at(3));

    assertThat(watch.violations()).singleElement().extracting(Violation::at).isEqualTo(at(3));
  }

  private static ClusterState state(Set<Integer> alive, int leader, Integer... inSync) {
    return new ClusterState(
        true,
        Map.copyOf(alive.stream().collect(Collectors.toMap(id -> id, Integer::longValue))),
        List.of(
            new ClusterState.Bucket("table 1 bucket 0", Set.of(1, 2, 3), leader, Set.of(inSync))));
  }

  private static DownInterval down(String node, int from, int to) {
    return new DownInterval(node, at(from), at(to));
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
