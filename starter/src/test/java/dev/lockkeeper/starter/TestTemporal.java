package dev.lockkeeper.starter;

import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Rendering;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

/** Temporal's in-memory server on a free port of this machine, and a worker that can be stopped. */
final class TestTemporal implements AutoCloseable {
  private final int port = freePort();
  private final TestServer.PortBoundTestServer server =
      TestServer.createPortBoundServer(port, true);
  private final WorkflowServiceStubs stubs =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder()
              .setTarget(address())
              .validateAndBuildWithDefaults());
  private final WorkflowClient client;
  private final FakeCluster cluster = new FakeCluster(false);
  private final FakeFences fences = new FakeFences();
  private final FakeTraces traces = new FakeTraces();
  private final FakeDiscovery discovery = new FakeDiscovery();
  private WorkerFactory factory;

  TestTemporal() {
    this(Json.converter());
  }

  /**
   * @param converter of the worker
   */
  TestTemporal(DataConverter converter) {
    this.client = client(converter);
    this.factory = startWorker(client);
  }

  /** Another client of the same server. */
  WorkflowClient client(DataConverter converter) {
    return WorkflowClient.newInstance(
        stubs, WorkflowClientOptions.newBuilder().setDataConverter(converter).build());
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  FakeCluster cluster() {
    return cluster;
  }

  FakeFences fences() {
    return fences;
  }

  FakeTraces traces() {
    return traces;
  }

  FakeDiscovery discovery() {
    return discovery;
  }

  WorkflowClient client() {
    return client;
  }

  void stopWorker() {
    factory.shutdownNow();
    factory.awaitTermination(10, TimeUnit.SECONDS);
  }

  void restartWorker() {
    restartWorker(client);
  }

  /** Starts one that writes and reads as this client does. */
  void restartWorker(WorkflowClient as) {
    factory = startWorker(as);
  }

  private WorkerFactory startWorker(WorkflowClient client) {
    WorkerFactory fresh = WorkerFactory.newInstance(client);
    Worker worker =
        fresh.newWorker(
            UpgradeWorkflows.TASK_QUEUE,
            // Cold class loading on a busy machine may take longer than the default second.
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(20_000).build());
    UpgradeWorkflows.register(worker);
    worker.registerActivitiesImplementations(cluster, fences, traces, discovery);
    worker.registerActivitiesImplementations(
        (DynamicActivity)
            job ->
                new Rendering(
                    "'" + job.get(0, JobName.class).node() + "'", "stop\nswitch\nstart\n"));
    fresh.start();
    return fresh;
  }

  @Override
  public void close() {
    stopWorker();
    stubs.shutdownNow();
    server.close();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
