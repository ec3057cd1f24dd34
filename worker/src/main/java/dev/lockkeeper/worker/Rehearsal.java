package dev.lockkeeper.worker;

import dev.lockkeeper.worker.configuration.InvalidConfigurationException;
import dev.lockkeeper.worker.configuration.WorkerSettingsReader;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.temporal.api.namespace.v1.NamespaceInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts the worker as it always starts, sees it poll, asks for its health and metrics, and stops
 * it. It needs no Temporal service and no network but the loopback address, so that the JVM can be
 * asked where a container's image is built which classes a start takes, and keep them in an archive
 * (class data sharing).
 */
@SuppressWarnings("try") // A server serves because it is open; nothing is asked of the variable.
public final class Rehearsal {
  private static final int PATIENCE_SECONDS = 120;

  private Rehearsal() {}

  /**
   * Takes no arguments; leaves with 0 when the worker polled.
   *
   * @throws IllegalStateException when it did not within two minutes
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, InvalidConfigurationException {
    rehearse();
    // As the worker's own main does: a library's thread must not keep it alive.
    System.exit(WorkerApplication.OK);
  }

  static void rehearse() throws IOException, InterruptedException, InvalidConfigurationException {
    Temporal temporal = new Temporal();
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(temporal)
            .build()
            .start();
    Map<String, String> environment =
        Map.of(
            "TEMPORAL_ADDRESS",
            "127.0.0.1:" + server.getPort(),
            "LOCKKEEPER_HTTP_HOST",
            "127.0.0.1",
            "LOCKKEEPER_HTTP_PORT",
            "0");
    try (RunningWorker worker = RunningWorker.start(WorkerSettingsReader.read(null, environment))) {
      if (!temporal.workflowsPolled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)
          || !temporal.activitiesPolled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "The worker did not poll within " + PATIENCE_SECONDS + " s; its log says why");
      }
      for (String path : RunningWorker.paths()) {
        try (InputStream answer = worker.address().resolve(path).toURL().openStream()) {
          answer.readAllBytes();
        }
      }
    } finally {
      server.shutdownNow();
    }
  }

  /** As much of a Temporal service as a worker without work asks for. A poll is never answered. */
  private static final class Temporal extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    private final CountDownLatch workflowsPolled = new CountDownLatch(1);
    private final CountDownLatch activitiesPolled = new CountDownLatch(1);

    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void describeNamespace(
        DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> answer) {
      answer.onNext(
          DescribeNamespaceResponse.newBuilder()
              .setNamespaceInfo(NamespaceInfo.newBuilder().setName(request.getNamespace()))
              .build());
      answer.onCompleted();
    }

    @Override
    public void pollWorkflowTaskQueue(
        PollWorkflowTaskQueueRequest request,
        StreamObserver<PollWorkflowTaskQueueResponse> answer) {
      workflowsPolled.countDown();
    }

    @Override
    public void pollActivityTaskQueue(
        PollActivityTaskQueueRequest request,
        StreamObserver<PollActivityTaskQueueResponse> answer) {
      activitiesPolled.countDown();
    }
  }
}
