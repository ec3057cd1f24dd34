package dev.lockkeeper.workflows.fluss;

import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.FakeFences;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster so large that its history has to be cut. */
@Timeout(240)
class FlussLongRunTest {
  private static final int TABLET_SERVERS = 299;

  @Test
  void threeHundredNodesWithAGateEachAreUpgradedInOneChainOfRuns() {
    ObjectNode request = request();
    ArrayNode nodes = (ArrayNode) request.get("nodes");
    for (int i = 4; i <= TABLET_SERVERS; i++) {
      ObjectNode node = nodes.get(0).deepCopy();
      nodes.add(node.put("name", "tablet-" + i).put("host", "10.1." + i / 200 + "." + i % 200));
    }
    FakeFlussNodes cluster = new FakeFlussNodes("0.7.0", TABLET_SERVERS);
    FakeFences fences = new FakeFences();
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster, fences)) {
      Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request);
      String first = run.stub().getExecution().getRunId();

      List<String> gates = run.approveEverything();
      UpgradeReport report = run.completed();

      assertThat(gates).hasSize(TABLET_SERVERS + 2).doesNotHaveDuplicates();
      assertThat(report.outcome()).isEqualTo(UpgradeState.COMPLETED);
      assertThat(report.runId()).as("it was continued").isNotEqualTo(first);
      assertThat(report.decisions())
          .extracting(Decision::question)
          .containsExactlyElementsOf(gates);
      assertThat(report.nodes()).allMatch(node -> node.state() == NodeState.UPGRADED);
      assertThat(report.nodes()).allMatch(node -> Double.valueOf(6.5).equals(node.downSeconds()));
      assertThat(cluster.actions())
          .filteredOn(action -> action.startsWith("restart tablet"))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, TABLET_SERVERS)
                  .mapToObj(i -> "restart tablet-" + i + " #1")
                  .toList());
      assertThat(fences.standing()).isEmpty();
      assertThat(run.history().getEvents()).hasSizeLessThan(5_000);
    }
  }
}
