package dev.lockkeeper.lab.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.lookalike.Expectation;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A long job on one node, and no worker for a part of it, beside the same without that: what does
 * it cost?
 */
final class Outage {
  private static final String NODE = "node-2";

  private final CrashRequest request;
  private final Duration job;
  private final Duration outage;

  /**
   * @param job how long the server of one node takes to stop
   * @param outage how long no worker is there, in the middle of that
   */
  Outage(CrashRequest request, Duration job, Duration outage) {
    this.request = request;
    this.job = job;
    this.outage = outage;
  }

  OutageReport run() throws InterruptedException {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(request.temporalAddress()).build());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    WorkflowClient client =
        WorkflowClient.newInstance(
            service, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
    try (Lane calm = Lane.open("calm", request, client);
        Lane struck = Lane.open("struck", request, client)) {
      Future<Attempt> without = threads.submit(() -> attempt(calm, new Point.Never(), any -> {}));
      Future<Attempt> with =
          threads.submit(
              () -> attempt(struck, new Point.AtMark(NODE, "stopping"), this::workerAway));
      return OutageReport.of(job.toSeconds(), outage.toSeconds(), without.get(), with.get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
      service.shutdownNow();
    }
  }

  private void workerAway(Lane lane) throws InterruptedException {
    Thread.sleep(job.minus(outage).dividedBy(2).toMillis());
    lane.killWorker();
    Thread.sleep(outage.toMillis());
    lane.nextWorker();
  }

  private Attempt attempt(Lane lane, Point point, Strike strike) throws InterruptedException {
    lane.cluster().node(NODE).slow("stop.seconds", job.toSeconds());
    ObjectNode input = lane.cluster().request();
    input.putObject("lookalike").put("stopLimit", job.plusSeconds(60).toString());
    return new Trial(lane, point, strike, (at, question) -> Choice.ABORT)
        .run(input, Expectation.upgraded(lane.cluster().target().version()));
  }
}
