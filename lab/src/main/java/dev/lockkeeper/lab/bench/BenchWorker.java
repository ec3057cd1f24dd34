package dev.lockkeeper.lab.bench;

import dev.lockkeeper.activities.UpgradeActivities;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.ssh.Authentication;
import dev.lockkeeper.activities.ssh.CredentialProfile;
import dev.lockkeeper.activities.ssh.CredentialProfiles;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.lab.bench.BenchWorkerOrder.Login;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeNodesActivities;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeUpgradeWorkflow;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.runbook.RunSupport;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker for the look-alike's upgrades in a JVM of its own, to be measured. It gets everything
 * ready, says {@code ready}, polls when it reads a line, and answers each further line with what it
 * needs now (see {@link WorkerNeeds}); it ends with its standard input.
 */
public final class BenchWorker {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private BenchWorker() {}

  /**
   * @param arguments the file with the {@link BenchWorkerOrder}
   */
  public static void main(String[] arguments) throws IOException {
    BenchWorkerOrder order =
        Json.mapper().readValue(Path.of(arguments[0]).toFile(), BenchWorkerOrder.class);
    WorkerFactory factory = factory(order);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    if (lines.readLine() != null) {
      factory.start();
      System.out.println("polling");
      while (lines.readLine() != null) {
        System.out.println("needs " + Json.mapper().writeValueAsString(WorkerNeeds.ofThisJvm()));
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static WorkerFactory factory(BenchWorkerOrder order) {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newConnectedServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(order.address()).build(), PATIENCE);
    WorkflowClient client =
        WorkflowClient.newInstance(
            service, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
    // As the real worker has it when nobody says otherwise, here and below.
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(200)
                .validateAndBuildWithDefaults());
    Worker worker =
        factory.newWorker(
            order.queue(),
            WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(50)
                .setMaxConcurrentWorkflowTaskExecutionSize(20)
                .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(2))
                .setAllowActivityHeartbeatDuringShutdown(true)
                .setDefaultDeadlockDetectionTimeout(10_000)
                .build());
    worker.registerWorkflowImplementationTypes(
        LookalikeUpgradeWorkflow.class, StagingRunWorkflow.class);
    worker.registerActivitiesImplementations(activities(order).toArray());
    return factory;
  }

  private static List<Object> activities(BenchWorkerOrder order) {
    WorkerFacts facts = new WorkerFacts(true, "bench");
    Login login = order.login();
    if (login == null) {
      RunSupport support = () -> facts;
      return List.of(support, new PretendNodes());
    }
    CredentialProfile profile =
        new CredentialProfile(
            login.credentials(),
            login.user(),
            login.knownHosts(),
            new Authentication.KeyFile(login.key(), null),
            List.of());
    Attendant attendant = new Attendant();
    SshConnections connections = new SshConnections(new CredentialProfiles(List.of(profile)));
    List<Object> implementations =
        new ArrayList<>(
            new UpgradeActivities(
                    connections,
                    new SqlProfiles(List.of()),
                    facts,
                    List.of(nodes -> new LookalikeNodesActivities(nodes, attendant, PATIENCE)))
                .implementations());
    implementations.add(new StagingNodeActivities(connections, attendant, PATIENCE));
    return implementations;
  }
}
