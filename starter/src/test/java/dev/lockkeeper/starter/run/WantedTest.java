package dev.lockkeeper.starter.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WantedTest {
  private static final List<String> FLUSS = List.of("FlussUpgrade");

  @Test
  void productsAndClustersAreFoundWithoutSearchAttributes() {
    assertThat(new Wanted(List.of("FlussUpgrade", "KwdbUpgrade"), null, Set.of(), false).query())
        .isEqualTo(
            "WorkflowType IN ('FlussUpgrade', 'KwdbUpgrade') AND WorkflowId STARTS_WITH 'upgrade-'");
    assertThat(new Wanted(FLUSS, "orders", Set.of(), true).query())
        .isEqualTo(
            "WorkflowType IN ('FlussUpgrade') AND WorkflowId = 'upgrade-orders'"
                + " AND ExecutionStatus = 'Running'");
  }

  @Test
  void statesOfOpenRunsAreAskedOfOpenRunsAndRunsWithoutAttributesAreNotLost() {
    Wanted wanted = new Wanted(FLUSS, null, Set.of("WAITING", "BLOCKED"), false);
    assertThat(wanted.query()).endsWith("AND ExecutionStatus = 'Running'");
    assertThat(wanted.queryByAttributes())
        .isEqualTo(
            wanted.query()
                + " AND (LockkeeperState IN ('BLOCKED', 'WAITING') OR LockkeeperState IS NULL)");
  }

  @Test
  void runsThatWereCutOffAreNotAskedForByTheStateTheyWroteLast() {
    Wanted wanted = new Wanted(FLUSS, null, Set.of("TERMINATED", "FAILED"), false);
    assertThat(wanted.queryByAttributes()).isEqualTo(wanted.query());
    assertThat(wanted.query()).doesNotContain("ExecutionStatus");
    assertThat(Wanted.allStates()).contains("TIMED_OUT", "WAITING").doesNotContain("PLANNED");
  }
}
