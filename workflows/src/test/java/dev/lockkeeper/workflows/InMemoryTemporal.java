package dev.lockkeeper.workflows;

import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.runbook.Announcer;
import dev.lockkeeper.workflows.runbook.NodeFences;
import dev.lockkeeper.workflows.runbook.RunSupport;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The SDK's in-memory server with one worker, and the runs that a test starts on it. */
public final class InMemoryTemporal implements AutoCloseable {
  /** Whether the worker says that the namespace has Lockkeeper's search attributes. */
  public enum SearchAttributes {
    PRESENT,
    ABSENT
  }

  private final TestWorkflowEnvironment environment;

  private InMemoryTemporal(TestWorkflowEnvironment environment) {
    this.environment = environment;
  }

  /** With every workflow as the worker registers them, and these activities. */
  public static InMemoryTemporal withUpgrades(
      SearchAttributes searchAttributes, Object... activities) {
    return with(
        worker -> {
          UpgradeWorkflows.register(worker);
          worker.registerActivitiesImplementations(activities);
          if (Arrays.stream(activities).noneMatch(NodeFences.class::isInstance)) {
            worker.registerActivitiesImplementations(new FakeFences());
          }
          worker.registerActivitiesImplementations(support(searchAttributes), new FakeRenderer());
        });
  }

  /** With what the test registers. */
  public static InMemoryTemporal with(Consumer<Worker> registration) {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(Json.converter())
                    .setIdentity("rehearsal")
                    .build());
    for (var key : List.of(Announcer.CLUSTER, Announcer.PRODUCT, Announcer.STATE, Announcer.NODE)) {
      options.registerSearchAttribute(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    }
    TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options.build());
    Worker worker =
        environment.newWorker(
            UpgradeWorkflows.TASK_QUEUE,
            WorkerOptions.newBuilder()
                // Cold class loading on a busy machine may take longer than the default second.
                .setDefaultDeadlockDetectionTimeout(20_000)
                // So that an activity hears of its cancellation at once.
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(20))
                .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(20))
                .build());
    registration.accept(worker);
    environment.start();
    return new InMemoryTemporal(environment);
  }

  /** The activities of the machinery itself. */
  public static RunSupport support(SearchAttributes searchAttributes) {
    return () -> new WorkerFacts(searchAttributes == SearchAttributes.PRESENT, "test");
  }

  public WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  /** Lets the server's time pass. */
  public void sleep(Duration duration) {
    environment.sleep(duration);
  }

  /** Starts a workflow by its type, as the Temporal UI does. */
  public Run start(String type, String workflowId, Object... input) {
    WorkflowStub stub = stub(type, workflowId);
    stub.start(input);
    return new Run(environment, stub);
  }

  /** Starts a workflow with a signal that is there before its first task. */
  public Run startWithSignal(
      String type, String workflowId, String signal, Object content, Object input) {
    WorkflowStub stub = stub(type, workflowId);
    stub.signalWithStart(signal, new Object[] {content}, new Object[] {input});
    return new Run(environment, stub);
  }

  private WorkflowStub stub(String type, String workflowId) {
    return client()
        .newUntypedWorkflowStub(
            type,
            WorkflowOptions.newBuilder()
                .setTaskQueue(UpgradeWorkflows.TASK_QUEUE)
                .setWorkflowId(workflowId)
                .build());
  }

  @Override
  public void close() {
    environment.close();
  }
}
