package dev.lockkeeper.worker.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.worker.LogLines;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class SubjectInterceptorTest {
  private final RunningActivities running = new RunningActivities();
  private final LogLines log = new LogLines();
  private TestWorkflowEnvironment environment;

  @BeforeEach
  void start() {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build())
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new SubjectInterceptor(running))
                        .build())
                .build());
    Worker worker = environment.newWorker("queue");
    worker.registerWorkflowImplementationTypes(WorkInOrder.class);
    worker.registerActivitiesImplementations(new LoggingTasks(running));
    environment.start();
  }

  @AfterEach
  void end() {
    environment.close();
    log.close();
  }

  @Test
  void linesOfAJobNameItsClusterNodeAndStep() {
    work("upgrade-orders", "job");

    assertThat(log.lines())
        .contains(
            "INFO [orders tablet-1 restart] Job begins",
            "INFO [orders tablet-1 restart] at work beside 1 activity (Job on tablet-1 of orders)");
  }

  @Test
  void linesOfAProbeNameItsNodeAndItsActivity() {
    work("upgrade-orders", "probe");

    assertThat(log.lines()).contains("INFO [orders tablet-2 Probe] at work");
  }

  @Test
  void linesOfTheWorkflowNameItsCluster() {
    work("upgrade-orders", "probe");

    assertThat(log.lines()).contains("INFO [orders - -] under way");
  }

  @Test
  void aWorkflowThatIsNoUpgradeIsNamedByItsId() {
    work("other", "probe");

    assertThat(log.lines()).contains("INFO [other tablet-2 Probe] at work");
  }

  @Test
  void aFailureIsOneLineAndNothingCountsAsRunningAfterwards() {
    assertThatThrownBy(() -> work("upgrade-orders", "fail"))
        .isInstanceOf(WorkflowFailedException.class);

    assertThat(log.lines())
        .anyMatch(
            line ->
                line.matches(
                    "WARN \\[orders - Fail] Fail failed after PT\\S+: UNREACHABLE: no route \\| to"
                        + " host"));
    assertThat(running.count()).isZero();
  }

  @Test
  void theSubjectIsTakenAwayAgain() {
    MDC.put("node", "before");
    try {
      assertThat(new Subject("orders", null, "step").during(MDC::getCopyOfContextMap))
          .containsExactlyInAnyOrderEntriesOf(Map.of("cluster", "orders", "step", "step"));
      assertThat(MDC.get("node")).isEqualTo("before");
      assertThat(MDC.get("cluster")).isNull();
    } finally {
      MDC.remove("node");
    }
  }

  private void work(String workflowId, String kind) {
    environment
        .getWorkflowClient()
        .newWorkflowStub(
            Work.class,
            WorkflowOptions.newBuilder().setTaskQueue("queue").setWorkflowId(workflowId).build())
        .work(kind);
  }

  /** Calls one activity. */
  @WorkflowInterface
  public interface Work {
    @WorkflowMethod
    void work(String kind);
  }

  /** Calls one activity. */
  public static final class WorkInOrder implements Work {
    @Override
    public void work(String kind) {
      Workflow.getLogger("work").info("under way");
      Tasks tasks =
          Workflow.newActivityStub(
              Tasks.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofMinutes(1))
                  .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                  .build());
      Node node = new Node("tablet-2", "10.0.0.2", 22, "tablet-server", "/opt/fluss");
      switch (kind) {
        case "job" ->
            tasks.job(
                new JobName("orders", "run", "restart", "tablet-1", 1), new Target(node, "prod"));
        case "probe" -> tasks.probe(new Target(node, "prod"));
        default -> tasks.fail();
      }
    }
  }

  /** Activities that log. */
  @ActivityInterface
  public interface Tasks {
    void job(JobName name, Target target);

    void probe(Target target);

    void fail();
  }

  private record LoggingTasks(RunningActivities running) implements Tasks {
    @Override
    public void job(JobName name, Target target) {
      LoggerFactory.getLogger("tasks").info("at work beside {}", running.summary());
    }

    @Override
    public void probe(Target target) {
      LoggerFactory.getLogger("tasks").info("at work");
    }

    @Override
    public void fail() {
      throw ApplicationFailure.newFailure("no route\nto host", "UNREACHABLE");
    }
  }
}
