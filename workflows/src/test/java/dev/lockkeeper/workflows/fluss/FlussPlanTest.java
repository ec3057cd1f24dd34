package dev.lockkeeper.workflows.fluss;

import static dev.lockkeeper.workflows.PlanAndRun.assertThatTheRunDidAsPlanned;
import static dev.lockkeeper.workflows.fluss.FlussRequests.policy;
import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.FakeFences;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Plan;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same procedure on paper. */
class FlussPlanTest {
  private final FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private final FakeFences fences = new FakeFences();
  private final InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster, fences);

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void aPlanNamesWhatTheRunThenDoesAndChangesNothing() {
    UpgradeReport planned = plan(request());
    Plan plan = Objects.requireNonNull(planned.plan());

    assertThat(planned.outcome()).isEqualTo(UpgradeState.PLANNED);
    assertThat(plan.problems()).isEmpty();
    assertThat(cluster.actions()).isEmpty();
    assertThat(cluster.log())
        .noneMatch(line -> line.startsWith("stage ") || line.startsWith("configure "));
    assertThat(fences.standing()).isEmpty();
    assertThat(planned.nodes())
        .allSatisfy(
            node -> {
              assertThat(node.state()).isEqualTo(NodeState.PENDING);
              assertThat(node.version()).isEqualTo("0.7.0");
            });

    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());
    run.approveEverything();
    assertThatTheRunDidAsPlanned(planned, run.completed());
  }

  @Test
  void theVeryScriptOfEachJobIsInThePlan() {
    Plan plan = Objects.requireNonNull(plan(request()).plan());

    assertThat(plan.entries())
        .filteredOn(entry -> entry.title().startsWith("Stop, switch"))
        .hasSize(4)
        .allSatisfy(
            entry -> {
              assertThat(Objects.requireNonNull(entry.job()).arguments())
                  .isEqualTo("of FlussRestart on " + entry.node());
              assertThat(plan.scripts().get(entry.job().script()))
                  .isEqualTo("body of FlussRestart");
            });
  }

  @Test
  void aGateOfThePlanShowsWhatTheConfigurationWillBe() {
    Plan plan = Objects.requireNonNull(plan(request()).plan());

    assertThat(plan.entries())
        .filteredOn(entry -> entry.title().startsWith("Gate tablet-1"))
        .singleElement()
        .satisfies(gate -> assertThat(gate.detail()).isEqualTo("+previewed: true"));
  }

  @Test
  void twoPlansOfTheSameHaveOneHashAndAnyDifferenceThatMattersGivesAnother() {
    String hash = hash(request());
    assertThat(hash(request())).isEqualTo(hash);

    assertThat(hash(request(policy("canary")))).isNotEqualTo(hash);
    cluster.badLook("replicas", "out of sync in 1 bucket");
    assertThat(hash(request())).isNotEqualTo(hash);
    cluster.runs("tablet-2", "0.9.1-incubating");
    assertThat(hash(request())).isNotEqualTo(hash);
  }

  @Test
  void whatWouldStopTheUpgradeIsAProblemOfThePlan() {
    fences.heldBy(
        "tablet-1",
        new FenceClaim("orders", "upgrade-orders", "run-9", "elsewhere", Instant.EPOCH));
    cluster.singleReplicaTables("audit.events");
    cluster.problem("tablet-2", "7 KiB are free in /opt");

    UpgradeReport planned = plan(request());

    assertThat(planned.outcome()).isEqualTo(UpgradeState.PLANNED);
    assertThat(planned.reason()).contains("the upgrade would not go through");
    assertThat(Objects.requireNonNull(planned.plan()).problems())
        .extracting(Problem::text)
        .hasSize(3)
        .anySatisfy(problem -> assertThat(problem).contains("tablet-1 is held by upgrade-orders"))
        .contains("tablet-2: 7 KiB are free in /opt");
    assertThat(planned.plan().problems())
        .extracting(Problem::check)
        .containsExactlyInAnyOrder(null, null, FlussPreflight.SINGLE_REPLICA);
  }

  private String hash(Object request) {
    return Objects.requireNonNull(plan(request).plan()).hash();
  }

  private UpgradeReport plan(Object request) {
    return temporal.start(FlussUpgrade.TYPE, "plan-orders", request).completed();
  }
}
