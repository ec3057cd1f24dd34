package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.temporal.TemporalChoice;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.model.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What every benchmark works with: a Temporal service, and a directory for logs. */
final class Surroundings implements AutoCloseable {
  private final Path directory;
  private final Installation installation = Installation.find();
  private final TemporalService temporal;
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;

  private Surroundings(Path directory, TemporalService temporal) {
    this.directory = directory;
    this.temporal = temporal;
    this.service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
    this.client =
        WorkflowClient.newInstance(
            service, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
  }

  /** Starts a Temporal service, or takes the one that the environment names. */
  static Surroundings open(Path directory) throws InterruptedException {
    List<Integer> ports = FreePorts.some(2);
    TemporalChoice choice =
        new TemporalChoice(
            System.getenv(),
            Installation.find().root().resolve("docker/compose.yaml"),
            directory,
            ports.get(0),
            ports.get(1),
            System.err::println);
    return new Surroundings(directory, choice.choose(Optional.empty()));
  }

  Path directory() {
    return directory;
  }

  Installation installation() {
    return installation;
  }

  String temporalAddress() {
    return temporal.address();
  }

  WorkflowClient client() {
    return client;
  }

  /** Tells the person who waits. */
  void say(String what) {
    System.err.println(what);
  }

  @Override
  public void close() {
    service.shutdownNow();
    temporal.close();
  }
}
