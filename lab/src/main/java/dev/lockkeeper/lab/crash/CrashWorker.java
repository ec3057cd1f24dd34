package dev.lockkeeper.lab.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.activities.UpgradeActivities;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.ssh.Authentication;
import dev.lockkeeper.activities.ssh.CredentialProfile;
import dev.lockkeeper.activities.ssh.CredentialProfiles;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.ssh.SshSettings;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeNodes;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeNodesActivities;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeUpgradeWorkflow;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverterException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A worker in a JVM of its own, made to be killed. It gets everything ready, says {@code ready},
 * and polls when it reads a line; it ends with its standard input.
 */
public final class CrashWorker {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private CrashWorker() {}

  /**
   * @param arguments the file with the {@link CrashWorkerOrder}
   */
  public static void main(String[] arguments) throws IOException {
    ObjectMapper json = Json.mapper();
    CrashWorkerOrder order = json.readValue(Path.of(arguments[0]).toFile(), CrashWorkerOrder.class);
    WorkerFactory factory = factory(order);
    System.out.println("ready");
    System.out.flush();
    if (System.in.read() >= 0) {
      factory.start();
      System.out.println("polling");
      System.out.flush();
      while (System.in.read() >= 0) {
        // Whoever wants it to end closes the pipe.
        continue;
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static WorkerFactory factory(CrashWorkerOrder order) {
    // Connected before it says so, and patient: it may be started on a busy machine, or while the
    // server is away.
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newConnectedServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(order.address())
                .setRpcTimeout(PATIENCE)
                .setSystemInfoTimeout(PATIENCE)
                .build(),
            PATIENCE);
    WorkflowClient client =
        WorkflowClient.newInstance(
            service, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
    WorkerFactory factory = WorkerFactory.newInstance(client);
    Worker worker =
        factory.newWorker(
            order.queue(),
            // As the real worker has them.
            WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(2))
                .setAllowActivityHeartbeatDuringShutdown(true)
                .setDefaultDeadlockDetectionTimeout(10_000)
                .build());
    worker.registerWorkflowImplementationTypes(
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(DataConverterException.class)
            .build(),
        LookalikeUpgradeWorkflow.class);
    SshConnections connections = connections(order);
    Attendant attendant = new Attendant();
    UpgradeActivities activities =
        new UpgradeActivities(
            connections,
            new SqlProfiles(List.of()),
            new WorkerFacts(true, order.build().name()),
            List.of(nodes -> lookalike(order, nodes, attendant)));
    worker.registerActivitiesImplementations(activities.implementations().toArray());
    return factory;
  }

  private static LookalikeNodes lookalike(
      CrashWorkerOrder order, Nodes nodes, Attendant attendant) {
    LookalikeNodes sound = new LookalikeNodesActivities(nodes, attendant, order.patience());
    return order.build() == Build.SOUND ? sound : new BrokenNodes(sound, order.build());
  }

  private static SshConnections connections(CrashWorkerOrder order) {
    CredentialProfile profile =
        new CredentialProfile(
            order.credentials(),
            order.user(),
            order.knownHosts(),
            new Authentication.KeyFile(order.key(), null),
            List.of());
    SshSettings quick =
        new SshSettings(
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            3,
            Duration.ofMinutes(5),
            8);
    return new SshConnections(new CredentialProfiles(List.of(profile)), quick);
  }
}
