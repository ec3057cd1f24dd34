package dev.lockkeeper.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.lookalike.Expectation;
import dev.lockkeeper.lab.lookalike.LookalikeObserver;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeUpgrade;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Plan;
import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.PlanEntry.Kind;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The look-alike on real SSH servers: what is planned is what is done, and nothing is touched. */
@Timeout(300)
class PlannedUpgradeTest {
  /** Every file that a run could leave or change; the servers' own ledgers go on. */
  private static final String FILES =
      "find \"$HOME\" /opt ! -name '*.log' -printf '%p %y %s %T@ %l\\n' 2>/dev/null | sort";

  @TempDir private Path directory;

  @Test
  void thePlanNamesWhatTheRunThenDoesInItsOrderAndTouchesNoNode() throws Exception {
    SingleLane.with("planned", directory, PlannedUpgradeTest::planAndRun);
  }

  private static void planAndRun(Lane lane) throws InterruptedException {
    JsonNode input = lane.cluster().request();
    List<String> before = files(lane);
    assertThat(before).hasSize(3).allSatisfy(node -> assertThat(node).contains("/opt/"));
    UpgradeReport planned;
    try (LookalikeObserver observer = LookalikeObserver.of(lane.cluster())) {
      planned = plan(lane, input);
      String old = lane.cluster().old().version();
      Expectation nothing = new Expectation(lane.cluster().target().version(), old, 0, 0, 0);
      assertThat(observer.report(nothing).violations()).isEmpty();
    }
    assertThat(files(lane)).isEqualTo(before);
    assertThat(planned.outcome()).isEqualTo(UpgradeState.PLANNED);
    Plan plan = Objects.requireNonNull(planned.plan());
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.entries())
        .filteredOn(entry -> entry.title().startsWith("Stop, switch"))
        .hasSize(3)
        .allSatisfy(
            entry -> {
              assertThat(Objects.requireNonNull(entry.job()).arguments())
                  .contains("'" + lane.cluster().node(entry.node()).link() + "'");
              assertThat(plan.scripts().get(entry.job().script())).contains("mark stopping");
            });

    Trial trial = new Trial(lane, new Point.Never(), any -> {}, (at, question) -> Choice.ABORT);
    Attempt attempt = trial.run(input, Expectation.upgraded(lane.cluster().target().version()));
    assertThat(attempt.converged()).as(attempt.toString()).isTrue();
    List<String> done =
        trial.report().orElseThrow().steps().stream().map(StepRecord::title).toList();
    List<String> told =
        plan.entries().stream()
            .filter(entry -> entry.kind() == Kind.GATE || isOnNodeInTurn(entry))
            .map(PlannedUpgradeTest::title)
            .toList();
    assertThat(told).hasSize(9);
    assertThat(done.stream().filter(told::contains)).containsExactlyElementsOf(told);
  }

  /** Of those that are not done on all nodes at once. */
  private static boolean isOnNodeInTurn(PlanEntry entry) {
    return entry.title().startsWith("Stop, switch") || entry.title().startsWith("Wait until");
  }

  private static String title(PlanEntry entry) {
    return entry.kind() == Kind.GATE ? entry.title() : entry.title() + " (" + entry.node() + ")";
  }

  private static UpgradeReport plan(Lane lane, JsonNode input) {
    WorkflowStub stub =
        lane.client()
            .newUntypedWorkflowStub(
                LookalikeUpgrade.TYPE,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(UpgradeRequest.planId(lane.name()))
                    .setTaskQueue(lane.queue())
                    .build());
    stub.start(input);
    return stub.getResult(UpgradeReport.class);
  }

  private static List<String> files(Lane lane) {
    return lane.cluster().nodes().stream()
        .map(node -> node.host().run("sh", "-c", FILES).output())
        .toList();
  }
}
