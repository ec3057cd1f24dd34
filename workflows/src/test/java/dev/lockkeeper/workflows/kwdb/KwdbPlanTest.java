package dev.lockkeeper.workflows.kwdb;

import static dev.lockkeeper.workflows.kwdb.KwdbRequests.importExport;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.oneNode;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.request;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.setting;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.model.Plan;
import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way of the page on paper. */
class KwdbPlanTest {
  static Stream<Arguments> ways() {
    return Stream.of(
        Arguments.of(KwdbMethod.ROLLING, Topology.MULTI_REPLICA, request(), 3),
        Arguments.of(KwdbMethod.SINGLE_REPLICA, Topology.SINGLE_REPLICA, request(), 12),
        Arguments.of(KwdbMethod.STANDALONE, Topology.STANDALONE, request(oneNode()), 1),
        Arguments.of(
            null, Topology.STANDALONE, request(oneNode().andThen(setting("method", "compose"))), 0),
        Arguments.of(
            null, Topology.STANDALONE, request(oneNode().andThen(setting("method", "source"))), 2),
        Arguments.of(KwdbMethod.STANDALONE, Topology.STANDALONE, request(importExport()), 0));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aPlanShowsEveryJobAndChangesNothing(
      KwdbMethod method, Topology topology, ObjectNode request, int jobs) {
    FakeKwdbNodes cluster = new FakeKwdbNodes("3.0.0", method, topology).has("new-1", "3.1.0");
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster)) {
      UpgradeReport report =
          temporal.start(KwdbUpgrade.TYPE, UpgradeRequest.planId("meters"), request).completed();
      Plan plan = Objects.requireNonNull(report.plan());

      assertThat(report.outcome()).isEqualTo(UpgradeState.PLANNED);
      assertThat(plan.problems()).isEmpty();
      assertThat(cluster.actions()).isEmpty();
      List<PlanEntry> shown =
          plan.entries().stream()
              .filter(entry -> entry.job() != null)
              .filter(entry -> !entry.title().startsWith("Check the package"))
              .toList();
      assertThat(shown).hasSize(jobs);
      assertThat(plan.entries()).anyMatch(entry -> entry.kind() == PlanEntry.Kind.GATE);
    }
  }
}
