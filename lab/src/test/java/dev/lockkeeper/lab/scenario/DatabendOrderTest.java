package dev.lockkeeper.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.databend.DatabendNode;
import dev.lockkeeper.lab.databend.DatabendNode.Keeper;
import dev.lockkeeper.lab.databend.DatabendObserver;
import dev.lockkeeper.lab.databend.DatabendRelease;
import dev.lockkeeper.lab.demo.DatabendPractice;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.plan.Disturbances;
import dev.lockkeeper.lab.plan.PlanFirst;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databend 1.2.527, whose data is V002, on its way to 1.2.833, where the vendor's page would let it
 * go at once: what the binaries and the data themselves say decides. Its daemons are started by
 * hand, by units over a link, and by units of a package. One story in three chapters.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabendOrderTest {
  private static final Map<String, Keeper> KEEPERS =
      Map.of(
          "query-1", Keeper.PACKAGE,
          "query-2", Keeper.UNIT,
          "meta-1", Keeper.UNIT,
          "meta-2", Keeper.PACKAGE);

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
            KEEPERS,
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

  @Order(1)
  @Test
  void dataOfV002IsNotTakenTo1_2_833ButOver1_2_680() {
    UpgradeReport report = new RunWatch(start(practice.request())).ending();

    assertThat(report.outcome()).isEqualTo(UpgradeState.FAILED);
    assertThat(report.reason())
        .contains("nothing was changed", "data on disk is V002", "it would panic at its start")
        .contains("through: [{release: {version: 1.2.680}, upgrade: meta}]");
    practice.cluster().awaitReady();
  }

  @Order(1)
  @Test
  void metaGoesFirstWhereTheNewQueryWouldRefuseTheOldMeta() {
    // 1.2.725 needs meta 1.2.677: the vendor's order would end each new query at its handshake.
    ObjectNode request = to("1.2.725");
    UpgradeRun run = start(request);
    RunWatch watch = new RunWatch(run);

    Question plan = watch.anyGate();

    assertThat(plan.id()).isEqualTo("plan");
    assertThat(plan.title()).contains("meta to 1.2.725, then query to 1.2.725");
    assertThat(plan.detail())
        .contains("converts the data from V002 to V004")
        .contains("all query nodes stopped");
    run.abort("ann", "only to see the plan");
    assertThat(watch.ending().outcome()).isEqualTo(UpgradeState.ABORTED);
    practice.cluster().awaitReady();
  }

  /** The drain's limit asks; a start that fails at the handshake is taken back. */
  @Order(2)
  @Test
  void aStatementThatRunsIsAskedAboutAndAQueryNodeThatDoesNotStartIsRestored() throws Exception {
    ObjectNode request = to("1.2.615");
    ((ObjectNode) request.get("databend")).put("upgrade", "query").put("drainLimit", "PT1S");
    UpgradeRun run = start(request);
    RunWatch watch = new RunWatch(run);
    watch.gate("plan");
    DatabendNode node = node("query-1");
    CompletableFuture<Boolean> statement =
        CompletableFuture.supplyAsync(() -> answers(node, "select sleep(12)"));
    change(node, "1.2.615", "oldestMeta=1.2.259", "oldestMeta=1.2.999");
    run.approve("plan", "ann");
    watch.gate("query-1");
    run.approve("query-1", "ann");

    Question busy = watch.blocked();
    assertThat(busy.id()).isEqualTo("query-1.drain");
    assertThat(busy.choices()).containsExactly(Choice.RETRY, Choice.SKIP, Choice.ABORT);
    run.answer(busy.id(), Choice.SKIP, "ann");
    Question down = watch.until("it does not start", () -> blocked(run, "query-1.restart"));
    assertThat(String.valueOf(down.failure()))
        .contains("failed to handshake", "min-compatible(1.2.999)");
    assertThat(down.choices()).containsExactly(Choice.RETRY, Choice.RESTORE, Choice.ABORT);
    run.answer(down.id(), Choice.RESTORE, "ann");

    UpgradeReport report = watch.ending();
    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(report.reason()).contains("the previous release was restored on query-1");
    statement.join();
    practice.cluster().awaitReady();
    assertThat(practice.cluster().runningVersion(node)).contains("1.2.527");
  }

  /** A full stop of the query nodes, data converted twice, and a meta node that fails once. */
  @Order(3)
  @Test
  void overAStopoverEveryDaemonComesToTheTargetWhoeverStartsIt() throws Exception {
    DatabendRelease stopover = DatabendRelease.assemble("1.2.680", directory);
    ObjectNode request = practice.request();
    request
        .withObject("/databend")
        .withArray("through")
        .addObject()
        .put("upgrade", "meta")
        .putObject("release")
        .put("version", "1.2.680")
        .put("archive", stopover.archive().toString())
        .put("sha256", stopover.sha256());
    DatabendNode meta = node("meta-3");
    try (DatabendObserver observer = DatabendObserver.of(practice.cluster())) {
      PlanFirst plan = plan(request, observer);
      UpgradeRun run = start(request);
      RunWatch watch = new RunWatch(run);
      assertThat(watch.gate("plan-1.2.680-meta").title()).isEqualTo("Go this way: meta to 1.2.680");
      change(meta, "1.2.680", "data=V004", "data=V001");

      Question down =
          watch.until(
              "meta-3 does not start",
              () -> {
                assertThat(run.ending()).isEmpty();
                run.status()
                    .flatMap(UpgradeRun::openGate)
                    .ifPresent(gate -> run.approve(gate.id(), "ann"));
                return run.status().flatMap(UpgradeRun::blockedStep);
              });
      assertThat(down.id()).as("%s", down.failure()).isEqualTo("meta-3.restart-1.2.680-meta");
      assertThat(String.valueOf(down.failure())).contains("unknown variant `V002`");
      assertThat(down.choices()).containsExactly(Choice.RETRY, Choice.ABORT);
      assertThat(kept(meta)).contains("600 demo.meta-3\n");
      change(meta, "1.2.680", "data=V001", "data=V004");
      run.answer(down.id(), Choice.RETRY, "ann");
      UpgradeReport report = watch.approveToTheEnd("ann");

      assertThat(report.outcome()).isEqualTo(UpgradeState.COMPLETED);
      // A chain is planned as far as its first leg; phases of the last leg name its release.
      assertThat(plan.verdict(report).differences())
          .allMatch(line -> line.matches("done and not planned: .*[(]1[.]2[.]833[)][)]"));
      assertThat(report.warnings())
          .anyMatch(line -> line.startsWith("meta-1 converted its data: ") && line.contains("V002"))
          .anyMatch(line -> line.contains("backup of databend-meta"))
          .anyMatch(line -> line.contains("the leg to 1.2.833 will be meta to 1.2.833"));
      // A meta node starts once in each leg, and the one that failed once more.
      assertThat(observer.report().violations())
          .filteredOn(
              line -> !line.matches("meta-. was started 2 times|meta-3 was started 3 times"))
          .containsExactly("no databend-query answered");
    }
    practice.cluster().awaitReady();
    for (DatabendNode node : practice.cluster().nodes()) {
      assertThat(practice.cluster().runningVersion(node)).contains("1.2.833");
      assertThat(kept(node)).as("kept on %s", node.name()).isEmpty();
    }
    assertThat(commandOfUnit("query-1")).endsWith("/opt/databend-1.2.833/bin/databend-query");
    assertThat(commandOfUnit("query-2")).endsWith("/opt/databend/bin/databend-query");
  }

  private PlanFirst plan(ObjectNode request, DatabendObserver observer) throws IOException {
    Files.writeString(directory.resolve("request.json"), request.toPrettyString());
    return PlanFirst.make(
        practice.temporal().address(),
        directory,
        practice.files(),
        () -> Disturbances.of(observer.report()));
  }

  /** Files that only a start needs, of which one may hold keys, each after its mode. */
  private static String kept(DatabendNode node) {
    return node.host()
        .run(
            "sh",
            "-c",
            "cd ~/.lockkeeper/environment && stat -c '%a %n' * | grep -vE '[.](out|sizes|unit|output)$'; true")
        .output();
  }

  private String commandOfUnit(String name) {
    DatabendNode node = node(name);
    return node.host()
        .run("systemctl", "show", "-p", "ExecStart", node.role().program())
        .orThrow()
        .output()
        .replaceAll("(?s)^ExecStart=[{] path=([^ ]*) .*", "$1");
  }

  /** Makes a staged release another one than its archive's. */
  private static void change(DatabendNode node, String release, String from, String to) {
    String program = "/opt/databend-" + release + "/bin/" + node.role().program();
    node.host().run("sed", "-i", "s/" + from + "/" + to + "/", program).orThrow();
    node.host().run("grep", "-q", to, program).orThrow();
  }

  private boolean answers(DatabendNode node, String statement) {
    try {
      return practice.cluster().http().sql(node, statement) != null;
    } catch (IOException cutOff) {
      return false;
    }
  }

  private DatabendNode node(String name) {
    return practice.cluster().node(name);
  }

  private static Optional<Question> blocked(UpgradeRun run, String id) {
    return run.status()
        .flatMap(UpgradeRun::blockedStep)
        .filter(question -> question.id().equals(id));
  }

  private ObjectNode to(String version) {
    DatabendRelease release = DatabendRelease.assemble(version, directory);
    ObjectNode request = practice.request();
    ((ObjectNode) request.get("release"))
        .put("version", version)
        .put("archive", release.archive().toString())
        .put("sha256", release.sha256());
    return request;
  }

  private UpgradeRun start(ObjectNode request) {
    return UpgradeRun.start(practice.client(), request);
  }
}
