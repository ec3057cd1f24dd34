package dev.lockkeeper.starter.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.run.Work;
import dev.lockkeeper.workflows.model.GateFrequency;
import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
  @Test
  void whatAnActivitySaysIsALineButAGrowingNumberIsNot() {
    Sight.Open one = seen(1, work("sent 1 of 80 MiB", 1));
    Sight.Open two = seen(1, work("sent 70 of 80 MiB", 1));
    Sight.Open three = seen(1, work("unpacking", 1));

    assertThat(Changes.between(null, one)).contains("at work: Stage (tablet-1): sent 1 of 80 MiB");
    assertThat(Changes.between(one, two)).isEmpty();
    assertThat(Changes.between(two, three)).containsExactly("at work: Stage (tablet-1): unpacking");
    assertThat(Changes.between(three, three)).isEmpty();
  }

  @Test
  void anotherAttemptIsALineWithTheReason() {
    assertThat(Changes.between(seen(1, work("unpacking", 1)), seen(1, work("unpacking", 2))))
        .containsExactly("at work: Stage (tablet-1): unpacking (attempt 2, after: worker lost)");
  }

  @Test
  void anAmendedPolicyIsALine() {
    assertThat(Changes.between(seen(1, work("unpacking", 1)), seen(2, work("unpacking", 1))))
        .containsExactly("gates: canary, 2 approvers");
  }

  private static Work work(String doing, int attempt) {
    return new Work(
        "Stage (tablet-1)", "FlussStage", doing, attempt, attempt == 1 ? null : "worker lost");
  }

  private static Sight.Open seen(int approvers, Work work) {
    RunFacts facts =
        new RunFacts(
            "upgrade-orders",
            "r",
            "orders",
            "fluss",
            null,
            "RUNNING",
            null,
            null,
            Instant.EPOCH,
            null);
    UpgradeStatus status =
        new UpgradeStatus(
            "upgrade-orders",
            "r",
            "fluss",
            "orders",
            "0.9.1",
            UpgradeState.RUNNING,
            "Stage",
            "Stage (tablet-1)",
            Instant.EPOCH,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new GatePolicy(GateFrequency.CANARY, approvers, List.of(), null),
            List.of());
    return new Sight.Open(facts, status, List.of(work));
  }
}
