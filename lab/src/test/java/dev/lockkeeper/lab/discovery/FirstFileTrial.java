package dev.lockkeeper.lab.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.LockkeeperCommand;
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
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Temporal service and a worker in this process, and the commands an operator would type for a
 * cluster of the lab.
 */
final class FirstFileTrial implements AutoCloseable {
  private final InMemoryTemporal temporal = InMemoryTemporal.start(FreePorts.one());
  private final WorkflowServiceStubs stubs =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder()
              .setTarget(temporal.address())
              .validateAndBuildWithDefaults());
  private final SshConnections connections;
  private final UpgradeActivities activities;
  private final WorkerFactory factory;

  FirstFileTrial(LabNetwork network, List<SqlProfile> profiles) {
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
    factory =
        WorkerFactory.newInstance(
            WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build()));
    Worker worker =
        factory.newWorker(
            UpgradeWorkflows.TASK_QUEUE,
            // Cold class loading on a busy machine may take longer than the default second.
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(20_000).build());
    UpgradeWorkflows.register(worker);
    worker.registerActivitiesImplementations(activities.implementations().toArray());
    factory.start();
  }

  /** Writes the file, checks it, and plans with it as it is. Gives the plan as programs read it. */
  JsonNode initThenPlan(Path file, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("init", "--cluster", "first"));
    words.addAll(List.of("--credentials", "lab", "--out", file.toString()));
    words.addAll(List.of(options));
    assertThat(said(words)).contains("Wrote " + file);
    assertThat(said(List.of("validate", file.toString()))).contains("no mistakes");
    return Json.mapper().readTree(said(List.of("plan", file.toString(), "--json")));
  }

  private String said(List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--address", temporal.address()));
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
    assertThat(exit).as(words + ": " + err + out).isZero();
    return out.toString();
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
