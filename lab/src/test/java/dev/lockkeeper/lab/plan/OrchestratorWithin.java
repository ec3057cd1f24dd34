package dev.lockkeeper.lab.plan;

import dev.lockkeeper.activities.UpgradeActivities;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.ssh.Authentication;
import dev.lockkeeper.activities.ssh.CredentialProfile;
import dev.lockkeeper.activities.ssh.CredentialProfiles;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.temporal.InMemoryTemporal;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Temporal service and a worker in this process, for a test of which no half is killed: they are
 * there at once.
 */
public final class OrchestratorWithin implements AutoCloseable {
  private final InMemoryTemporal temporal = InMemoryTemporal.start(FreePorts.one());
  private final WorkflowServiceStubs stubs =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder()
              .setTarget(temporal.address())
              .validateAndBuildWithDefaults());
  private final WorkflowClient client =
      WorkflowClient.newInstance(
          stubs, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
  private final SshConnections connections;
  private final UpgradeActivities activities;
  private final WorkerFactory factory;

  /**
   * Brings them up.
   *
   * @param network whose hosts the worker may log in to, with the profile {@code lab}
   * @param profiles for SQL
   */
  public OrchestratorWithin(LabNetwork network, List<SqlProfile> profiles) {
    LabHost any = network.hosts().get(0);
    connections =
        new SshConnections(
            new CredentialProfiles(
                List.of(
                    new CredentialProfile(
                        "lab",
                        any.sshUser(),
                        any.knownHosts(),
                        new Authentication.KeyFile(any.privateKey(), null),
                        List.of()))));
    activities =
        new UpgradeActivities(
            connections, new SqlProfiles(profiles), new WorkerFacts(true, "test"));
    factory = WorkerFactory.newInstance(client);
    Worker worker =
        factory.newWorker(
            UpgradeWorkflows.TASK_QUEUE,
            // Cold class loading on a busy machine may take longer than the default second.
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(20_000).build());
    UpgradeWorkflows.register(worker);
    worker.registerActivitiesImplementations(activities.implementations().toArray());
    factory.start();
  }

  /** Where the Temporal service listens. */
  public String address() {
    return temporal.address();
  }

  public WorkflowClient client() {
    return client;
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(10, TimeUnit.SECONDS);
    activities.close();
    connections.close();
    stubs.shutdownNow();
    temporal.close();
  }
}
