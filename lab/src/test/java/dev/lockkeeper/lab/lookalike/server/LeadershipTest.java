package dev.lockkeeper.lab.lookalike.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LeadershipTest {

  private static final List<Integer> REPLICAS = List.of(1, 2);
  private static final Set<Integer> ALL = Set.of(1, 2, 3);

  @Test
  void theFirstReplicaLeadsANewPartition() {
    Partition fresh = Partition.initial(REPLICAS);

    assertThat(decide(fresh, 1, ALL, Set.of(), true)).isEqualTo(partition(1, 1, 1, 2));
    assertThat(decide(fresh, 2, ALL, Set.of(), true)).isSameAs(fresh);
    assertThat(decide(fresh, 3, ALL, Set.of(), true)).isSameAs(fresh);
  }

  @Test
  void theInSyncFollowerLeadsWhenTheLeaderIsGone() {
    assertThat(decide(partition(4, 1, 1, 2), 2, Set.of(2, 3), Set.of(), false))
        .isEqualTo(partition(5, 2, 2));
  }

  @Test
  void aFollowerThatIsBehindDoesNotLeadEvenWhenTheLeaderIsGone() {
    Partition behind = partition(4, 1, 1);

    assertThat(decide(behind, 2, Set.of(2, 3), Set.of(2), true)).isSameAs(behind);
  }

  @Test
  void thePreferredLeaderDoesNotTakeTheLeadBackBeforeItIsInSync() {
    Partition moved = partition(6, 2, 2);

    assertThat(decide(moved, 1, ALL, Set.of(1), true)).isSameAs(moved);
  }

  @Test
  void theLeaderDropsAFollowerThatIsGoneAndTakesItBackWhenItHasCaughtUp() {
    Partition alone = decide(partition(4, 2, 1, 2), 2, Set.of(2, 3), Set.of(), true);

    assertThat(alone).isEqualTo(partition(5, 2, 2));
    assertThat(decide(alone, 2, ALL, Set.of(), true)).isSameAs(alone);
    assertThat(decide(alone, 2, ALL, Set.of(1), true)).isEqualTo(partition(6, 2, 1, 2));
  }

  @Test
  void thePreferredLeaderTakesTheLeadBackOnlyWithAutoMove() {
    Partition moved = partition(6, 2, 1, 2);

    assertThat(decide(moved, 1, ALL, Set.of(), true)).isEqualTo(partition(7, 1, 1, 2));
    assertThat(decide(moved, 1, ALL, Set.of(), false)).isSameAs(moved);
  }

  private static Partition decide(
      Partition partition, int self, Set<Integer> alive, Set<Integer> ready, boolean autoMove) {
    return Leadership.decide(partition, REPLICAS, self, alive, ready, autoMove);
  }

  private static Partition partition(long epoch, int leader, Integer... inSync) {
    return new Partition(epoch, leader, new TreeSet<>(List.of(inSync)));
  }
}
