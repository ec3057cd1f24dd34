package dev.lockkeeper.lab.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.demo.Practice;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.fluss.ClusterState;
import dev.lockkeeper.lab.fluss.ClusterStateReader;
import dev.lockkeeper.lab.fluss.FlussVersion;
import dev.lockkeeper.lab.load.Load;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.WholeMachine;
import dev.lockkeeper.lab.temporal.TemporalCli;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.FluentWait;

/**
 * An operator who has nothing but Temporal's own web page: starts an upgrade of a real cluster,
 * reads the evidence, opens every gate by a signal, and sees how it ended.
 *
 * <p>With {@code -Dlockkeeper.pictures=DIRECTORY} it keeps pictures of the pages it has seen.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WholeMachine
class TemporalUiTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String UPGRADE = "upgrade-" + Practice.CLUSTER;
  private static final String NO_RUN = "0\nWorkflows";
  private static final List<String> GATES =
      List.of("tablet-1", "tablet-2", "tablet-3", "coordinator", "applications");

  @TempDir private static Path directory;

  private Practice practice;
  private Load application;
  private Browser browser;
  private TemporalPage page;

  @BeforeAll
  void open() throws InterruptedException {
    browser = Browser.open(directory.resolve("browser"));
    practice =
        Practice.open(
            TemporalUiTest::temporal,
            FlussVersion.V0_7_0,
            FlussVersion.V0_9_1,
            directory,
            FreePorts.one(),
            line -> {});
    // So that the evidence at the gates has something to tell.
    application =
        Load.start(practice.cluster().bootstrapServers(), FlussVersion.V0_7_0, 20, directory);
    page = new TemporalPage(browser, practice.temporal().uiUrl().orElseThrow());
  }

  /** A start that failed leaves some of them out. */
  @AfterAll
  void close() throws Exception {
    try {
      close(application);
    } finally {
      try {
        close(practice);
      } finally {
        close(browser);
      }
    }
  }

  private static void close(@Nullable AutoCloseable started) throws Exception {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void aStartWithMistakesFailsAtOnceAndNamesThemAll() {
    ObjectNode request = practice.request().put("cluster", "typo").put("colour", "blue");
    ((ObjectNode) request.get("nodes").get(0)).remove("role");
    ((ObjectNode) request.get("nodes").get(2)).set("host", request.at("/nodes/1/host"));

    page.start(FlussUpgrade.TYPE, UpgradeWorkflows.TASK_QUEUE, "upgrade-typo", request.toString());

    page.awaitState("Failed");
    assertThat(page.history("Workflow Execution Failed"))
        .contains("mistakes in the input:")
        .contains("- colour: this field means nothing.")
        .contains("- nodes[0].role: is missing")
        .contains("- nodes[2].host: " + request.at("/nodes/1/host").asText() + " is also the host")
        .contains("- nodes: has no coordinator-server");
  }

  @Test
  void aWholeUpgradeIsStartedApprovedAndReadInThePage() throws Exception {
    awaitTables();
    page.start(
        FlussUpgrade.TYPE, UpgradeWorkflows.TASK_QUEUE, UPGRADE, practice.request().toString());
    UpgradeRun run = UpgradeRun.of(practice.client(), UPGRADE);
    await(run, "tablet-1");

    page.openList();
    page.search("LockkeeperState = \"BLOCKED\"", NO_RUN);
    page.search("LockkeeperState = \"WAITING\" AND LockkeeperCluster = \"demo\"", UPGRADE);
    picture("runs-that-wait.png", page::picture);
    page.open(UPGRADE);
    assertThat(page.searchAttributes("LockkeeperState")).contains("WAITING", "LockkeeperNode");
    assertThat(page.currentDetails("WAITING"))
        .contains("tablet-1: stop tablet-server and restart it on 0.9.1-incubating")
        .contains("TabletServers: 3 of 3 registered")
        .contains("replicas: all in sync in 6 buckets of 2 tables")
        .contains("approve", "{\"gate\": \"tablet-1\", \"by\": \"your name\"}")
        .contains("tablet-1 tablet-server WAITING 0.7.0 0.7.0");
    picture("gate-with-evidence.png", page::picture);

    refuse(run);
    for (String gate : GATES) {
      approve(run, gate);
    }

    page.awaitState("Completed");
    page.open(UPGRADE);
    UpgradeReport report = await(run, run::ending);
    assertThat(report.outcome()).as(report.reason()).isEqualTo(UpgradeState.COMPLETED);
    assertThat(report.decisions())
        .extracting(Decision::question, Decision::choice, Decision::by, Decision::comment)
        .containsExactlyElementsOf(
            GATES.stream().map(gate -> tuple(gate, "approve", "ann", "seen in the page")).toList());
    assertThat(page.currentDetails("COMPLETED"))
        .contains("tablet-1 tablet-server UPGRADED 0.7.0 0.9.1-incubating")
        .contains("coordinator coordinator-server UPGRADED 0.7.0 0.9.1-incubating");
    assertThat(page.history("Stop, switch and start on 0.9.1-incubating (coordinator)"))
        .contains("Stop, switch and start on 0.9.1-incubating (tablet-1)");
    picture("upgrade-finished.png", page::pictureOfTimeline);
    page.openList();
    page.search("LockkeeperState = \"WAITING\"", NO_RUN);
  }

  /** The page says that the signal was sent, whatever becomes of it; the run says what did. */
  private void refuse(UpgradeRun run) {
    page.listedSignal("approve");
    page.fillInSignal("approve", "{\"gate\": \"tablet-9\", \"by\": \"ann\"}");
    page.submitSignal();
    IgnoredMessage ignored =
        await(run, () -> run.status().flatMap(status -> status.ignored().stream().findFirst()));
    assertThat(ignored.message()).isEqualTo("approve");
    assertThat(ignored.reason())
        .isEqualTo("there is no open question tablet-9; open now: tablet-1");
    assertThat(page.currentDetails("Ignored:")).contains(ignored.reason());
  }

  /** Does with the sample in the signal's description what its reader would do. */
  private void approve(UpgradeRun run, String gate) {
    await(run, gate);
    String listed = page.listedSignal("approve");
    assertThat(listed).contains("Open a gate: {\"gate\": \"tablet-1\", \"by\": \"your name\"");
    String sample = listed.substring(listed.indexOf('{'), listed.lastIndexOf('}') + 1);
    page.fillInSignal(
        "approve",
        sample
            .replace("tablet-1", gate)
            .replace("your name", "ann")
            .replace("optional", "seen in the page"));
    picture("approve-" + gate + ".png", page::pictureOfSignal);
    page.submitSignal();
  }

  private void awaitTables() throws Exception {
    try (ClusterStateReader reader = practice.cluster().reader()) {
      new FluentWait<>(reader)
          .withTimeout(PATIENCE)
          .pollingEvery(Duration.ofMillis(100))
          .withMessage("the application has created its two tables")
          .until(TemporalUiTest::hasTables);
    }
  }

  private static boolean hasTables(ClusterStateReader reader) {
    try {
      ClusterState state = reader.read();
      return state.buckets().size() >= 2 && state.isWhole();
    } catch (IOException | KeeperException e) {
      throw new IllegalStateException("the cluster's state cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the application started", e);
    }
  }

  private static Question await(UpgradeRun run, String gate) {
    return await(
        run,
        () -> run.status().flatMap(UpgradeRun::openGate).filter(open -> open.id().equals(gate)));
  }

  private static <T> T await(UpgradeRun run, Supplier<Optional<T>> look) {
    return new FluentWait<>(run)
        .withTimeout(PATIENCE)
        .pollingEvery(Duration.ofMillis(100))
        .withMessage(() -> "the run: " + run.status() + run.ending())
        .until(seen -> look.get().orElse(null));
  }

  private static void picture(String name, Consumer<Path> camera) {
    String wanted = System.getProperty("lockkeeper.pictures", "");
    if (!wanted.isEmpty()) {
      camera.accept(Path.of(wanted, name));
    }
  }

  private static TemporalService temporal() {
    try {
      if (TemporalCli.find(line -> {}) instanceof TemporalCli.Found found) {
        TemporalServer server = TemporalServer.onFreePorts(found.cli(), directory);
        server.start();
        server.awaitHealthy();
        return new TemporalService.Local(server, Optional.empty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Temporal started", e);
    }
    throw new IllegalStateException(
        "There is no temporal program, so there is no page to look at: install the Temporal CLI or Go.");
  }
}
