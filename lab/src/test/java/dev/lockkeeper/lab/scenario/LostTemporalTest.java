package dev.lockkeeper.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.databend.DatabendNode;
import dev.lockkeeper.lab.demo.DatabendPractice;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Temporal's database is lost while a node's daemon is being stopped: what an operator then finds
 * out from the nodes, and does.
 */
@Timeout(300)
class LostTemporalTest {
  private static final String TARGET = "1.2.615";
  private static final String NODE = "query-1";

  /** All nodes of the cluster. */
  private static final int HELD = 6;

  /** The process of the job that restarts the node, once it has begun to stop the daemon. */
  private static final String STOPPING =
      "cd ~/.lockkeeper/jobs/*/*/"
          + NODE
          + ".restart*.1 2>/dev/null && grep -q '^stopping ' marks && cut -d' ' -f1 owner; true";

  @TempDir private Path directory;

  @Test
  void theNodesTellWhatIsHalfDoneAndAfterReleaseANewRunDoesOnlyWhatIsMissing() throws Exception {
    TemporalServer temporal = TemporalServer.onFreePorts(KilledOrchestratorTest.cli(), directory);
    try (DatabendPractice practice =
        DatabendPractice.open(
            () -> KilledOrchestratorTest.started(temporal),
            "1.2.527",
            TARGET,
            directory,
            FreePorts.one(),
            line -> {})) {
      ObjectNode request = practice.request();
      ((ObjectNode) request.get("databend")).put("upgrade", "query").put("drainLimit", "PT1S");
      Path file = Files.writeString(directory.resolve("request.json"), request.toString());
      DatabendNode node = practice.cluster().node(NODE);

      UpgradeRun run = UpgradeRun.start(practice.client(), request);
      String job = heldJob(run, practice, node);
      String lost =
          practice
              .client()
              .newUntypedWorkflowStub(run.workflowId())
              .describe()
              .getExecution()
              .getRunId();
      practice.worker().kill9();
      temporal.kill9();
      forget(temporal);
      temporal.restart();
      practice.restartWorker();

      JsonNode seen = recover(practice, file);
      assertThat(seen.path("holders")).hasSize(1);
      assertThat(seen.at("/holders/0/claim/run").asText()).isEqualTo(lost);
      assertThat(seen.at("/holders/0/known").asText()).isEqualTo("UNKNOWN");
      assertThat(findings(seen)).contains(NODE + " RUNNING").hasSize(HELD + 1);
      assertThat(findings(seen)).filteredOn(LostTemporalTest::isFence).hasSize(HELD);
      assertThat(say(practice, "release", file.toString(), "--yes", "--run", lost).exit())
          .as("nothing is freed while the job runs")
          .isEqualTo(3);

      signal(node, job, "CONT");
      JsonNode over = recover(practice, file);
      while (findings(over).contains(NODE + " RUNNING")) {
        over = recover(practice, file);
      }
      assertThat(findings(over)).hasSize(HELD).allMatch(LostTemporalTest::isFence);
      assertThat(practice.cluster().runningVersion(node)).contains(TARGET);
      Said freed = say(practice, "release", file.toString(), "--yes", "--run", lost);
      assertThat(freed.exit()).as(freed.err()).isZero();
      Said clean = say(practice, "recover", file.toString());
      assertThat(clean.exit()).as(clean.out()).isZero();

      UpgradeReport report =
          new RunWatch(UpgradeRun.start(practice.client(), request)).approveToTheEnd("ann");
      assertThat(report.outcome()).as(report.reason()).isEqualTo(UpgradeState.COMPLETED);
      assertThat(report.decisions())
          .as("the node that the lost run has finished is not asked about again")
          .noneMatch(decision -> decision.question().startsWith(NODE));
    }
  }

  /** Brings a run to where a node's daemon is being stopped, and holds the node's job there. */
  private static String heldJob(UpgradeRun run, DatabendPractice practice, DatabendNode node) {
    RunWatch watch = new RunWatch(run);
    watch.gate("plan");
    // The old daemon takes its time to stop while a statement runs, so that the job is caught.
    CompletableFuture.runAsync(() -> ask(practice, node, "select sleep(20)"));
    run.approve("plan", "ann");
    watch.gate(NODE);
    run.approve(NODE, "ann");
    run.answer(watch.blocked().id(), Choice.SKIP, "ann");
    String job =
        watch.until(
            "the daemon of " + NODE + " is being stopped",
            () ->
                Optional.of(node.host().run("sh", "-c", STOPPING).output().strip())
                    .filter(process -> !process.isEmpty()));
    signal(node, job, "STOP");
    return job;
  }

  private static void ask(DatabendPractice practice, DatabendNode node, String statement) {
    try {
      practice.cluster().http().sql(node, statement);
    } catch (IOException cutOff) {
      // The daemon stops in the middle of it.
      return;
    }
  }

  private static void signal(DatabendNode node, String process, String name) {
    node.host().run("kill", "-" + name, process).orThrow();
  }

  /** Without its database a server knows nothing, as after the loss of a disk. */
  private static void forget(TemporalServer temporal) throws IOException {
    Path database = temporal.databaseFile();
    try (Stream<Path> files = Files.list(database.resolveSibling("."))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(database.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  private static JsonNode recover(DatabendPractice practice, Path file) throws IOException {
    Said said = say(practice, "recover", file.toString(), "--json");
    assertThat(said.exit()).as(said.err()).isEqualTo(1);
    return Json.mapper().readTree(said.out());
  }

  private static List<String> findings(JsonNode recovery) {
    List<String> findings = new ArrayList<>();
    recovery
        .path("findings")
        .forEach(
            finding ->
                findings.add(finding.path("node").asText() + " " + finding.path("kind").asText()));
    return findings;
  }

  private static boolean isFence(String finding) {
    return finding.endsWith(" FENCED");
  }

  private record Said(int exit, String out, String err) {}

  private static Said say(DatabendPractice practice, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--address", practice.temporal().address()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            InputStream.nullInputStream(),
            false,
            Map.of("LOCKKEEPER_USER", "ann", "HOME", "/nonexistent"),
            ZoneId.of("UTC"));
    int exit = LockkeeperCommand.run(console, all.toArray(String[]::new));
    return new Said(exit, out.toString(), err.toString());
  }
}
