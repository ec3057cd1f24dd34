package dev.lockkeeper.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeUpgrade;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.Receipt;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;

/** One upgrade of the look-alike. */
final class BenchRun {
  private static final Duration BOUND = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 50;

  private final WorkflowStub stub;

  private BenchRun(WorkflowStub stub) {
    this.stub = stub;
  }

  /** Starts it on a task queue. */
  static BenchRun start(WorkflowClient client, String queue, JsonNode request) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            LookalikeUpgrade.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(UpgradeRequest.workflowId(request.path("cluster").asText()))
                .setTaskQueue(queue)
                .build());
    stub.start(request);
    return new BenchRun(stub);
  }

  /** The id of its first run. */
  String runId() {
    return stub.getExecution().getRunId();
  }

  String workflowId() {
    return stub.getExecution().getWorkflowId();
  }

  /** Waits for the end, which has to be a good one. */
  UpgradeReport await() {
    UpgradeReport report = stub.getResult(UpgradeReport.class);
    if (report.outcome() != UpgradeState.COMPLETED) {
      throw new LabException(workflowId() + " ended " + report.outcome() + ": " + report.reason());
    }
    return report;
  }

  /** Waits until it asks, and gives the question's id. */
  String awaitQuestion() throws InterruptedException {
    long end = System.nanoTime() + BOUND.toNanos();
    while (System.nanoTime() < end) {
      List<Question> questions = stub.query("status", UpgradeStatus.class).questions();
      if (!questions.isEmpty()) {
        return questions.get(0).id();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new LabException(workflowId() + " asks nothing within " + BOUND.toMinutes() + " min");
  }

  /** Opens a gate. */
  void approve(String gate) {
    stub.update("approveGate", Receipt.class, new Answer(gate, "ann", null));
  }

  /** Ends it without more ado. */
  void terminate() {
    stub.terminate("measured");
  }
}
