package dev.lockkeeper.workflows.runbook;

import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.fluss.FakeFlussNodes;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.model.GateFrequency;
import io.temporal.client.WorkflowUpdateException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AmendTest {
  private final FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private InMemoryTemporal temporal;
  private Run run;

  @BeforeEach
  void start() {
    temporal = InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);
    run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());
    run.question("tablet-1");
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void theRestOfTheRunIsNotAskedAnyMore() {
    run.update("amendRun", Map.of("by", "ann", "policy", "none"));
    run.approve("tablet-1");

    assertThat(run.completed().decisions()).hasSize(2);
    assertThat(run.status().gates().policy()).isEqualTo(GateFrequency.NONE);
  }

  @Test
  void nodesNotYetBegunComeInTheAmendedOrder() {
    run.signal("amend", Map.of("by", "ann", "order", List.of("tablet-3")));
    run.approve("tablet-1");
    run.question("tablet-3");
    run.approveEverything();

    assertThat(cluster.actions())
        .containsExactly(
            "restart tablet-1 #1",
            "restart tablet-3 #1",
            "restart tablet-2 #1",
            "restart coordinator-1 #1");
  }

  @Test
  void anAmendedListOfPeopleCountsAtOnce() {
    run.update("amendRun", Map.of("by", "ann", "allow", List.of("bo", "cy"), "approvers", 2));

    assertThatThrownBy(() -> run.update("approveGate", Map.of("by", "ann", "gate", "tablet-1")))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasStackTraceContaining("ann is not among those who may answer: bo, cy");
    run.update("approveGate", Map.of("by", "bo", "gate", "tablet-1"));
    // The gate that was open keeps the number it was asked with.
    assertThat(run.question("tablet-2").approvers()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"order\": [\"tablet-9\"]}                 | tablet-9 is no node of this run",
        "{\"order\": [\"tablet-1\"]}                 | tablet-1 has been begun already",
        "{\"order\": [\"tablet-2\", \"tablet-2\"]}   | a node is named twice",
        "{}                                          | changes nothing",
        "{\"approvers\": 0}                          | at least 1",
        "{\"policy\": \"sometimes\"}                 | every-node",
        "{\"parallel\": 2}                           | parallel",
      })
  void whatCannotBeAmendedIsRefusedWithTheReason(String change, String reason) throws Exception {
    var json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(change);
    ((com.fasterxml.jackson.databind.node.ObjectNode) json).put("by", "ann");

    assertThatThrownBy(() -> run.update("amendRun", json))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasStackTraceContaining(reason);
    run.signal("amend", json);
    assertThat(
            run.statusWhen("the refusal", status -> !status.ignored().isEmpty())
                .ignored()
                .get(0)
                .reason())
        .contains(reason);
  }
}
