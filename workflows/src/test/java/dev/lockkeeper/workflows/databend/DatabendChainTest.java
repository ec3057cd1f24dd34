package dev.lockkeeper.workflows.databend;

import static dev.lockkeeper.workflows.databend.DatabendRequests.request;
import static dev.lockkeeper.workflows.databend.DatabendRequests.through;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Plan;
import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upgrades over releases in between, on a cluster that exists only in memory. */
class DatabendChainTest {
  private final FakeDatabendNodes cluster = new FakeDatabendNodes("1.2.527");
  private final InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  private Run start(ObjectNode request) {
    return temporal.start(DatabendUpgrade.TYPE, "upgrade-orders", request);
  }

  private List<String> starts() {
    return cluster.actions().stream().filter(line -> line.contains(" on 1.2.")).toList();
  }

  @Test
  void theRefusalSaysWhatToWriteAndThatIsPlannedAndDone() {
    UpgradeReport refused = start(request("1.2.833", "none")).failedReport();

    assertThat(refused.reason())
        .contains("data on disk is V002")
        .contains("databend: {through: [{release: {version: 1.2.680}, upgrade: meta}]}");
    assertThat(cluster.actions()).isEmpty();

    UpgradeReport report =
        start(through(request("1.2.833", "none"), "1.2.680", "meta")).completed();

    assertThat(starts().subList(0, 6))
        .containsExactly(
            "restart meta-2 on 1.2.680",
            "restart meta-3 on 1.2.680",
            "restart meta-1 on 1.2.680",
            "restart meta-2 on 1.2.833",
            "restart meta-3 on 1.2.833",
            "restart meta-1 on 1.2.833");
    assertThat(starts().subList(6, 9))
        .containsExactlyInAnyOrder(
            "start query-1 on 1.2.833", "start query-2 on 1.2.833", "start query-3 on 1.2.833");
    assertThat(cluster.actions().stream().filter(line -> line.startsWith("backup"))).hasSize(2);
    assertThat(report.nodes())
        .allMatch(node -> node.state() == NodeState.UPGRADED)
        .allMatch(node -> "1.2.527".equals(node.from()));
  }

  @Test
  void aPlanGoesAsFarAsTheFirstLegAndTellsWhatIsSeenOfTheOthers() {
    UpgradeReport planned =
        temporal
            .start(
                DatabendUpgrade.TYPE,
                "plan-orders",
                through(request("1.2.833", "every-node"), "1.2.680", "meta"))
            .completed();

    Plan plan = Objects.requireNonNull(planned.plan());
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.entries())
        .filteredOn(entry -> entry.kind() == PlanEntry.Kind.GATE)
        .extracting(PlanEntry::node)
        .containsExactly(null, "meta-2", "meta-3", "meta-1");
    assertThat(planned.warnings())
        .anyMatch(line -> line.contains("as seen from the start: the leg to 1.2.833 will be"))
        .anyMatch(line -> line.contains("the plan ends with the leg to 1.2.680"));
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void eachLegHasItsOwnPlanAndGatesAndTheNextIsSeenFromTheStart() {
    Run run = start(through(request("1.2.833", "every-node"), "1.2.680", "all"));

    Question first = run.question("plan-1.2.680");
    assertThat(first.title()).contains("Go this way", "to 1.2.680").doesNotContain("1.2.833");
    assertThat(run.status().warnings())
        .anyMatch(line -> line.contains("the leg to 1.2.833 will be meta to 1.2.833"));
    assertThat(cluster.actions()).isEmpty();

    run.approveUntil("plan");
    assertThat(cluster.version("meta-1")).isEqualTo("1.2.680");
    assertThat(cluster.version("query-3")).isEqualTo("1.2.680");
    Question second = run.question("plan");
    assertThat(second.title())
        .isEqualTo("Go on to 1.2.833 this way: meta to 1.2.833, then query to 1.2.833");
    assertThat(second.detail()).contains("query 3 of 3 on 1.2.680, meta 1 of 3 on 1.2.833");
    run.approveEverything();
    run.completed();
    assertThat(cluster.version("query-2")).isEqualTo("1.2.833");
  }

  @Test
  void theNextLegIsPlannedByWhatIsSeenThen() {
    Run run = start(through(request("1.2.833", "every-node"), "1.2.680", "meta"));
    run.approveUntil("meta-1");
    cluster.onDisk("meta-3", DataVersion.V002);
    run.approve("meta-1");

    assertThat(run.failedReport().reason())
        .contains("the legs before it are done and nothing was changed since")
        .contains("data on disk is V002");
    assertThat(starts()).hasSize(3);
  }

  @Test
  void whatALaterLegLacksIsRefusedBeforeTheFirst() {
    cluster.fail("release", "1.2.833", FailureReason.INVALID, "there is no archive");

    UpgradeReport report =
        start(through(request("1.2.833", "none"), "1.2.680", "meta")).failedReport();

    assertThat(report.reason())
        .contains("nothing was changed; on the leg to 1.2.833", "there is no archive");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void aLegThatCannotFollowIsRefusedBeforeTheFirst() {
    UpgradeReport report =
        start(through(request("1.2.833", "none"), "1.2.680", "query")).failedReport();

    assertThat(report.reason())
        .contains("nothing was changed; the leg to 1.2.833 cannot follow", "data on disk is V002");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void aStopoverThatIsBehindIsPassed() {
    List.of("meta-1", "meta-2", "meta-3").forEach(node -> cluster.runs(node, "1.2.680"));
    cluster.runs("meta-2", "1.2.833");

    start(through(request("1.2.833", "none"), "1.2.680", "meta")).completed();

    assertThat(starts()).hasSize(5).noneMatch(line -> line.contains("1.2.680"));
  }

  @Test
  void mistakesInStopoversAreToldWithTheirPlace() {
    ObjectNode request = through(request("1.2.833", "none"), "1.2.900", "all");
    through(through(request, "1.2.680", "meta"), "1.2.680", "meta");
    ((ObjectNode) request.at("/databend/through/1/release")).put("onNodes", "/opt/databend.tgz");

    assertThatThrownBy(() -> DatabendRequest.read(request))
        .hasMessageContaining("databend.through[0].release.version")
        .hasMessageContaining("1.2.900 is newer than the target 1.2.833")
        .hasMessageContaining("databend.through[1].release: give either archive")
        .hasMessageContaining("databend.through[2]: the same release for the same daemons");
  }
}
