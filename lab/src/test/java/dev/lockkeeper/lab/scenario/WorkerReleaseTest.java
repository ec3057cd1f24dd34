package dev.lockkeeper.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.host.LocalCommand;
import dev.lockkeeper.lab.temporal.TemporalCli;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.worker.configuration.WorkerSettings;
import dev.lockkeeper.worker.configuration.WorkerSettingsReader;
import dev.lockkeeper.worker.temporal.ActivitySource;
import dev.lockkeeper.worker.temporal.TemporalWorker;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.runbook.RunSupport;
import io.micronaut.context.ApplicationContext;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release of the worker while runs are open, on a real server and with the commands that an
 * operator types. The workers are the product's own; only the cluster is not there.
 */
@Timeout(120)
@SuppressWarnings("try") // Workers run because they are open; nothing is asked of the variable.
class WorkerReleaseTest {
  private static final String GATE = "applications";

  @TempDir private Path directory;
  private TemporalCli cli;
  private TemporalServer temporal;
  private WorkflowServiceStubs service;
  private WorkflowClient client;

  @BeforeEach
  void startTemporal() throws Exception {
    cli = KilledOrchestratorTest.cli();
    temporal = TemporalServer.onFreePorts(cli, directory);
    temporal.start();
    temporal.awaitHealthy();
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
    client =
        WorkflowClient.newInstance(
            service, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
  }

  @AfterEach
  void stopTemporal() {
    service.shutdownNow();
    temporal.close();
  }

  @Test
  void aRunEndsOnTheBuildItBeganWithAndWaitsForItWhenItIsGone() throws Exception {
    try (Build first = new Build("1")) {
      makeCurrent("1");
      UpgradeRun finishing = atItsGate("finishing");
      UpgradeRun waiting = atItsGate("waiting");
      try (Build second = new Build("2")) {
        makeCurrent("2");
        UpgradeRun fresh = atItsGate("fresh");

        finishing.approve(GATE, "ann");
        completes(finishing);
        assertThat(builds(finishing)).containsExactly("1");
        assertThat(builds(fresh)).containsExactly("2");

        first.stop();
        waiting.signalApproval(GATE, "ann");
        RunWatch watch = new RunWatch(waiting);
        watch.until("its task is offered to every worker", () -> offeredToAll(waiting));
        fresh.approve(GATE, "ann");
        completes(fresh);
        UpgradeRun later = atItsGate("later");
        assertThat(builds(later)).containsExactly("2");
        assertThat(offeredToAll(waiting)).as("the run still waits for build 1").isPresent();
        assertThat(builds(waiting)).containsExactly("1");

        temporal(
            "workflow",
            "update-options",
            "--workflow-id",
            waiting.workflowId(),
            "--versioning-override-behavior",
            "auto_upgrade");
        completes(waiting);
        assertThat(builds(waiting)).containsExactly("1", "2");
      }
    }
  }

  /** A worker of one build, and what it needs. */
  private final class Build implements AutoCloseable {
    private final ApplicationContext context;
    private final TemporalWorker worker;

    Build(String build) throws Exception {
      Path file =
          Files.writeString(
              directory.resolve("worker-" + build + ".yaml"),
              "lockkeeper: {deployment: {name: lockkeeper, build: '" + build + "'}}");
      WorkerSettings settings =
          WorkerSettingsReader.read(file, Map.of("TEMPORAL_ADDRESS", temporal.address()));
      ActivitySource activities =
          facts ->
              new ActivitySource.Activities(
                  List.of((RunSupport) () -> facts, new FinishedCluster()), () -> {});
      context =
          ApplicationContext.builder()
              .banner(false)
              .deduceEnvironment(false)
              // The Fluss client's jar, which the lab has, brings another logger along.
              .properties(Map.of("micronaut.metrics.binders.logback.enabled", false))
              .singletons(settings, activities)
              .start();
      worker = context.getBean(TemporalWorker.class);
      worker.start().get(60, TimeUnit.SECONDS);
    }

    void stop() {
      if (context.isRunning()) {
        worker.stop();
        context.stop();
      }
    }

    @Override
    public void close() {
      stop();
    }
  }

  /** The service knows a build only a moment after its worker has begun to poll. */
  private void makeCurrent(String build) throws InterruptedException {
    List<String> command =
        command(
            "worker",
            "deployment",
            "set-current-version",
            "--deployment-name",
            "lockkeeper",
            "--build-id",
            build,
            "--yes");
    while (LocalCommand.run(command.toArray(String[]::new)).exitStatus() != 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private void temporal(String... arguments) {
    LocalCommand.run(command(arguments).toArray(String[]::new)).orThrow();
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(cli.executable().toString()));
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--address", temporal.address()));
    return command;
  }

  private UpgradeRun atItsGate(String cluster) {
    UpgradeRun run = UpgradeRun.start(client, request(cluster));
    new RunWatch(run).gate(GATE);
    return run;
  }

  private static void completes(UpgradeRun run) {
    UpgradeReport report = new RunWatch(run).ending();
    assertThat(report.outcome()).as(report.reason()).isEqualTo(UpgradeState.COMPLETED);
  }

  /** The builds that worked on a run, in their order, as its history tells. */
  private Set<String> builds(UpgradeRun run) {
    return events(run).stream()
        .filter(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
        .map(
            event ->
                event.getWorkflowTaskCompletedEventAttributes().getDeploymentVersion().getBuildId())
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  /**
   * Present if the last that happened to the run is a task on the common queue: not on the one that
   * only its last worker polls.
   */
  private Optional<HistoryEvent> offeredToAll(UpgradeRun run) {
    List<HistoryEvent> events = events(run);
    HistoryEvent last = events.get(events.size() - 1);
    return Optional.of(last)
        .filter(HistoryEvent::hasWorkflowTaskScheduledEventAttributes)
        .filter(
            event ->
                event
                    .getWorkflowTaskScheduledEventAttributes()
                    .getTaskQueue()
                    .getName()
                    .equals(UpgradeWorkflows.TASK_QUEUE));
  }

  private List<HistoryEvent> events(UpgradeRun run) {
    return client.fetchHistory(run.workflowId()).getHistory().getEventsList();
  }

  private static JsonNode request(String cluster) {
    return new ObjectMapper()
        .valueToTree(
            Map.of(
                "product",
                "fluss",
                "cluster",
                cluster,
                "release",
                Map.of(
                    "version", "0.9.1-incubating",
                    "archive", "/srv/fluss.tgz",
                    "sha256", "0".repeat(64)),
                "credentials",
                "prod",
                "nodes",
                List.of(
                    node("tablet-1", "tablet-server"), node("coordinator-1", "coordinator-server")),
                "fluss",
                Map.of("zookeeper", "127.0.0.1:2181")));
  }

  private static Map<String, String> node(String name, String role) {
    return Map.of("name", name, "host", name, "role", role, "home", "/opt/fluss");
  }
}
