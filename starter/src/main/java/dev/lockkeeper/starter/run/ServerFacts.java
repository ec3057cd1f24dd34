package dev.lockkeeper.starter.run;

import io.grpc.Status;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Asks the server about itself. What the server cannot tell is empty. */
public final class ServerFacts {
  private final WorkflowServiceStubs stubs;
  private final String namespace;
  private final String queue;
  private final String place;

  ServerFacts(WorkflowServiceStubs stubs, String namespace, String queue, String place) {
    this.stubs = stubs;
    this.namespace = namespace;
    this.queue = queue;
    this.place = place;
  }

  /** The queue whose workers are meant. */
  public String queue() {
    return queue;
  }

  /** The server's version. */
  public Optional<String> version() {
    return ifImplemented(
            () ->
                stubs
                    .blockingStub()
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                    .getServerVersion())
        .filter(version -> !version.isEmpty());
  }

  /** Fails when the namespace does not exist. */
  public void requireNamespace() {
    ifImplemented(
        () ->
            stubs
                .blockingStub()
                .describeNamespace(
                    DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build()));
  }

  /** The names of the namespace's own search attributes. */
  public Optional<Set<String>> searchAttributes() {
    return ifImplemented(
        () -> {
          OperatorServiceStubs operator =
              OperatorServiceStubs.newServiceStubs(
                  OperatorServiceStubsOptions.newBuilder()
                      .setChannel(stubs.getRawChannel())
                      .validateAndBuildWithDefaults());
          return Set.copyOf(
              operator
                  .blockingStub()
                  .listSearchAttributes(
                      ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
                  .getCustomAttributesMap()
                  .keySet());
        });
  }

  /** The workers that take Lockkeeper's workflows. */
  public Optional<List<Poller>> pollers() {
    return ifImplemented(
        () ->
            stubs
                .blockingStub()
                .describeTaskQueue(
                    DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(namespace)
                        .setTaskQueue(TaskQueue.newBuilder().setName(queue).build())
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                        .build())
                .getPollersList()
                .stream()
                .map(
                    poller ->
                        new Poller(
                            poller.getIdentity(),
                            Instant.ofEpochSecond(
                                poller.getLastAccessTime().getSeconds(),
                                poller.getLastAccessTime().getNanos())))
                .toList());
  }

  private <T> Optional<T> ifImplemented(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (RuntimeException e) {
      if (Explanation.has(e, Status.Code.UNIMPLEMENTED)) {
        return Optional.empty();
      }
      throw Explanation.of(e, place);
    }
  }
}
