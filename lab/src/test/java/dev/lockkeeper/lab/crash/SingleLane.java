package dev.lockkeeper.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.temporal.TemporalCli;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.workflows.model.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.time.Duration;

/** One lane of sound workers beside a real Temporal server that nobody else uses. */
final class SingleLane {
  /** What a test does with a lane. */
  interface Work {
    void on(Lane lane) throws InterruptedException;
  }

  private SingleLane() {}

  /**
   * Starts server and workers, has the work done, and takes them down.
   *
   * @param name of the lane and its cluster
   * @param directory for what server and workers write
   */
  static void with(String name, Path directory, Work work) throws InterruptedException {
    TemporalCli.Search search = TemporalCli.find(line -> {});
    assertThat(search).isInstanceOf(TemporalCli.Found.class);
    TemporalCli cli = ((TemporalCli.Found) search).cli();
    try (TemporalServer temporal = TemporalServer.onFreePorts(cli, directory)) {
      temporal.start();
      temporal.awaitHealthy();
      WorkflowServiceStubs service =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
      WorkflowClient client =
          WorkflowClient.newInstance(
              service,
              WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
      CrashRequest request =
          new CrashRequest(
              temporal.address(),
              directory,
              Build.SOUND,
              Duration.ofSeconds(30),
              Duration.ofSeconds(120));
      try (Lane lane = Lane.open(name, request, client)) {
        work.on(lane);
      } finally {
        service.shutdownNow();
      }
    }
  }
}
