package dev.lockkeeper.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.databend.DatabendRelease;
import dev.lockkeeper.lab.demo.DatabendPractice;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databend 1.2.527, whose data is V002, asked for releases that the vendor's page would let it go
 * to: what the binaries and the data themselves say decides, before anything is touched.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabendOrderTest {
  private Path directory;
  private DatabendPractice practice;

  @BeforeAll
  void bringUpACluster(@TempDir Path given) throws Exception {
    directory = given;
    TemporalServer temporal = TemporalServer.onFreePorts(KilledOrchestratorTest.cli(), directory);
    practice =
        DatabendPractice.open(
            () -> KilledOrchestratorTest.started(temporal),
            "1.2.527",
            "1.2.833",
            directory,
            FreePorts.one(),
            line -> {});
  }

  @AfterAll
  void takeItDown() {
    if (practice != null) {
      practice.close();
    }
  }

  @Test
  void dataOfV002IsNotTakenTo1_2_833ButOver1_2_680() throws InterruptedException {
    UpgradeReport report = end(start(practice.request()));

    assertThat(report.outcome()).isEqualTo(UpgradeState.FAILED);
    assertThat(report.reason())
        .contains("nothing was changed", "data on disk is V002", "it would panic at its start")
        .contains("go over other releases", "1.2.680");
    practice.cluster().awaitReady();
  }

  @Test
  void metaGoesFirstWhereTheNewQueryWouldRefuseTheOldMeta() throws InterruptedException {
    // 1.2.725 needs meta 1.2.677: the vendor's order would end each new query at its handshake.
    DatabendRelease stepping = DatabendRelease.assemble("1.2.725", directory);
    ObjectNode request = practice.request();
    ((ObjectNode) request.get("release"))
        .put("version", "1.2.725")
        .put("archive", stepping.archive().toString())
        .put("sha256", stepping.sha256());
    UpgradeRun run = start(request);

    Question plan = gate(run);

    assertThat(plan.id()).isEqualTo("plan");
    assertThat(plan.title()).contains("meta to 1.2.725, then query to 1.2.725");
    assertThat(plan.detail())
        .contains("converts the data from V002 to V004")
        .contains("all query nodes stopped");
    run.abort("ann", "only to see the plan");
    assertThat(end(run).outcome()).isEqualTo(UpgradeState.ABORTED);
    practice.cluster().awaitReady();
  }

  private UpgradeRun start(ObjectNode request) {
    return UpgradeRun.start(practice.client(), request);
  }

  private static Question gate(UpgradeRun run) throws InterruptedException {
    while (true) {
      Optional<Question> gate = run.status().flatMap(UpgradeRun::openGate);
      if (gate.isPresent()) {
        return gate.get();
      }
      assertThat(run.ending()).isEmpty();
      Thread.sleep(100);
    }
  }

  private static UpgradeReport end(UpgradeRun run) throws InterruptedException {
    Optional<UpgradeReport> ending = run.ending();
    while (ending.isEmpty()) {
      Thread.sleep(100);
      ending = run.ending();
    }
    return ending.get();
  }
}
