package dev.lockkeeper.starter;

import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;

final class FakeWorker {
  public static void main(String[] a) {
    WorkflowClient client =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(a[0])
                    .validateAndBuildWithDefaults()),
            WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
    FakeCluster cluster = new FakeCluster(true);
    for (int i = 1; i < a.length; i++) cluster.failRestartOf(a[i]);
    WorkerFactory fresh = WorkerFactory.newInstance(client);
    Worker worker = fresh.newWorker(UpgradeWorkflows.TASK_QUEUE);
    UpgradeWorkflows.register(worker);
    worker.registerActivitiesImplementations(cluster);
    fresh.start();
  }
}
