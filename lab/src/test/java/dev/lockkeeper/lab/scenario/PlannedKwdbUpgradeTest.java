package dev.lockkeeper.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.demo.KwdbPractice;
import dev.lockkeeper.lab.demo.KwdbWay;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.kwdb.KwdbVersion;
import dev.lockkeeper.lab.observer.KwdbObserver;
import dev.lockkeeper.lab.plan.Disturbances;
import dev.lockkeeper.lab.plan.OrchestratorWithin;
import dev.lockkeeper.lab.plan.PlanFirst;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A single KWDB server; the demonstrations plan the vendor's other ways first, too. */
@Timeout(300)
class PlannedKwdbUpgradeTest {
  @TempDir private Path directory;

  @Test
  void whatIsPlannedIsDoneInThatOrderAndPlanningChangesNothing() throws Exception {
    try (KwdbPractice practice =
            KwdbPractice.open(KwdbWay.STANDALONE, KwdbVersion.V3_0_0, KwdbVersion.V3_1_0);
        OrchestratorWithin orchestrator = new OrchestratorWithin(practice.network(), List.of());
        KwdbObserver observer = KwdbObserver.of(practice.cluster(), KwdbObserver.Promise.STOPS)) {
      ObjectNode request = practice.request();
      Files.writeString(directory.resolve("request.json"), request.toPrettyString());

      PlanFirst plan =
          PlanFirst.make(
              orchestrator.address(),
              directory,
              practice.files(),
              () -> Disturbances.of(observer.reportAtTheEnd(KwdbPractice.CLUSTER)));
      UpgradeReport report =
          new RunWatch(UpgradeRun.start(orchestrator.client(), request)).approveToTheEnd("ann");

      assertThat(report.outcome()).as(report.reason()).isEqualTo(UpgradeState.COMPLETED);
      assertThat(plan.verdict(report).differences()).isEmpty();
    }
  }
}
