package dev.lockkeeper.lab.answers;

import dev.lockkeeper.lab.lookalike.upgrade.LookalikeUpgradeWorkflow;
import dev.lockkeeper.lab.temporal.TemporalCli;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.runbook.RunSupport;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A real Temporal server and one worker in this JVM, whose clusters exist only in memory. */
final class Rehearsal implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(20);

  private final TemporalServer server;
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final WorkerFactory factory;
  private final Map<String, PretendCluster> clusters = new ConcurrentHashMap<>();

  private Rehearsal(TemporalServer server) {
    this.server = server;
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build());
    client =
        WorkflowClient.newInstance(
            service, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
    factory = WorkerFactory.newInstance(client);
    Worker worker =
        factory.newWorker(
            UpgradeWorkflows.TASK_QUEUE,
            WorkerOptions.newBuilder()
                // Cold class loading on a busy machine may take longer than the default second.
                .setDefaultDeadlockDetectionTimeout(20_000)
                // So that an activity hears of its cancellation at once.
                .setMaxHeartbeatThrottleInterval(BEAT)
                .setDefaultHeartbeatThrottleInterval(BEAT)
                .build());
    UpgradeWorkflows.register(worker);
    worker.registerWorkflowImplementationTypes(LookalikeUpgradeWorkflow.class);
    RunSupport support = () -> new WorkerFacts(true, "test");
    worker.registerActivitiesImplementations(new PretendNodes(clusters), support);
    factory.start();
  }

  /**
   * @param directory for the server's state and log
   */
  static Rehearsal open(Path directory) throws InterruptedException {
    if (!(TemporalCli.find(line -> {}) instanceof TemporalCli.Found found)) {
      throw new IllegalStateException("there is no temporal program and none could be built");
    }
    TemporalServer server = TemporalServer.onFreePorts(found.cli(), directory);
    server.start();
    server.awaitHealthy();
    return new Rehearsal(server);
  }

  /** A new cluster, and its upgrade, which is not yet started. */
  UpgradeTalk talk() {
    String name = "cluster-" + (clusters.size() + 1);
    PretendCluster cluster = new PretendCluster();
    clusters.put(name, cluster);
    return new UpgradeTalk(client, name, cluster);
  }

  @Override
  public void close() {
    clusters.values().forEach(PretendCluster::letGo);
    factory.shutdownNow();
    factory.awaitTermination(10, TimeUnit.SECONDS);
    service.shutdownNow();
    server.close();
  }
}
