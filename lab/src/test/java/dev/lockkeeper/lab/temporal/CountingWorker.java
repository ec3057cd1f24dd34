package dev.lockkeeper.lab.temporal;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.util.concurrent.TimeUnit;

/** A worker for {@link CountingWorkflow} and {@link TimerWorkflow} in this JVM, with its client. */
final class CountingWorker implements AutoCloseable {
  static final SearchAttributeKey<String> STATE = SearchAttributeKey.forKeyword("LockkeeperState");
  private static final String QUEUE = "counting";

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final WorkerFactory factory;

  CountingWorker(String address) {
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    client = WorkflowClient.newInstance(service);
    factory = WorkerFactory.newInstance(client);
    var worker = factory.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(
        CountingWorkflow.Implementation.class, TimerWorkflow.Implementation.class);
    worker.registerActivitiesImplementations(new CountingWorkflow.NothingImplementation());
    factory.start();
  }

  CountingWorkflow workflow(String id) {
    return client.newWorkflowStub(
        CountingWorkflow.class,
        WorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(QUEUE)
            .setTypedSearchAttributes(SearchAttributes.newBuilder().set(STATE, "RUNNING").build())
            .build());
  }

  TimerWorkflow timers(String id) {
    return client.newWorkflowStub(
        TimerWorkflow.class,
        WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(QUEUE).build());
  }

  CountingWorkflow existing(String id) {
    return client.newWorkflowStub(CountingWorkflow.class, id);
  }

  WorkflowClient client() {
    return client;
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(10, TimeUnit.SECONDS);
    service.shutdownNow();
  }
}
