package dev.lockkeeper.lab.lookalike.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private final Placement placement = new Placement(new TreeSet<>(List.of(3, 1, 2)));

  @Test
  void everyPartitionHasTwoReplicasAndEveryNodeIsThePreferredLeaderOfTwo() {
    assertThat(IntStream.range(0, Placement.PARTITIONS).mapToObj(placement::replicas).toList())
        .containsExactly(
            List.of(1, 2),
            List.of(2, 3),
            List.of(3, 1),
            List.of(1, 2),
            List.of(2, 3),
            List.of(3, 1));
  }

  @Test
  void twoOfThreeNodesAreAMajorityAndOneIsNot() {
    assertThat(placement.isMajority(2)).isTrue();
    assertThat(placement.isMajority(1)).isFalse();
  }
}
