package dev.lockkeeper.lab.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeUpgrade;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.model.Amendment;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import dev.lockkeeper.workflows.model.Word;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One upgrade of a pretended cluster, spoken to as operators would. */
final class UpgradeTalk {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 25;
  private static final List<String> APPROVERS = List.of("ann", "bo");
  private static final Set<UpgradeState> ENDS =
      Set.of(
          UpgradeState.COMPLETED, UpgradeState.REJECTED, UpgradeState.ABORTED, UpgradeState.FAILED);

  private final WorkflowClient client;
  private final String name;
  private final PretendCluster cluster;
  private final WorkflowStub stub;

  UpgradeTalk(WorkflowClient client, String name, PretendCluster cluster) {
    this.client = client;
    this.name = name;
    this.cluster = cluster;
    this.stub =
        client.newUntypedWorkflowStub(
            LookalikeUpgrade.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(UpgradeRequest.workflowId(name))
                .setTaskQueue(UpgradeWorkflows.TASK_QUEUE)
                .build());
  }

  /** The same cluster, and a new upgrade of it. */
  UpgradeTalk again() {
    return new UpgradeTalk(client, name, cluster);
  }

  PretendCluster cluster() {
    return cluster;
  }

  WorkflowStub stub() {
    return stub;
  }

  /**
   * @param gates the request's gates, as JSON
   */
  void start(String gates) {
    stub.start(
        json(
            """
            {
              "product": "lookalike",
              "cluster": "%1$s",
              "release": {"version": "%2$s", "archive": "/srv/lookalike.tgz", "sha256": "%3$s"},
              "credentials": "%1$s",
              "nodes": [
                {"name": "node-1", "host": "10.0.0.11", "role": "server", "home": "/opt/lookalike"},
                {"name": "node-2", "host": "10.0.0.12", "role": "server", "home": "/opt/lookalike"}
              ],
              "gates": %4$s
            }
            """
                .formatted(name, PretendCluster.NEW, "5f0c".repeat(16), gates)));
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  UpgradeStatus status() {
    return stub.query("status", UpgradeStatus.class);
  }

  UpgradeReport report() {
    return stub.query("report", UpgradeReport.class);
  }

  String firstRunId() {
    return stub.getExecution().getRunId();
  }

  /** Waits until the run has seen that it was cancelled. */
  void awaitCancelSeen() {
    statusWhen(
        "the cancellation",
        status -> hasHandled(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED));
  }

  private boolean hasHandled(EventType type) {
    List<EventType> types = history().stream().map(HistoryEvent::getEventType).toList();
    return types.contains(type)
        && types.lastIndexOf(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) > types.indexOf(type);
  }

  List<HistoryEvent> history() {
    return client.fetchHistory(stub.getExecution().getWorkflowId()).getEvents();
  }

  /** The status as soon as it is as wanted. */
  UpgradeStatus statusWhen(String wanted, Predicate<UpgradeStatus> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    UpgradeStatus seen = status();
    while (!condition.test(seen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not seen in " + PATIENCE + ": " + wanted + "; last: " + seen);
      }
      rest();
      seen = status();
    }
    return seen;
  }

  private static void rest() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The open question of this id, as soon as it is asked. */
  Question question(String id) {
    return statusWhen(
            "the question " + id,
            status -> status.questions().stream().anyMatch(open -> open.id().equals(id)))
        .questions()
        .get(0);
  }

  /** Says what must be accepted. */
  void say(Verb verb, Record content) {
    assertThat(Channel.UPDATE.tell(stub, verb, content)).as("refused").isEmpty();
  }

  void approve(String gate, String by) {
    question(gate);
    say(Verb.APPROVE, new Answer(gate, by, null));
  }

  void retry(String step) {
    question(step);
    say(Verb.ANSWER, new StepAnswer(step, Choice.RETRY, "ann", null));
  }

  /** Says something to the run as a whole, for which there is only a signal. */
  void word(String word, String by) {
    stub.signal(word, new Word(by, "enough"));
  }

  /** Waits until a word has been taken. */
  void heard(String word) {
    statusWhen(
        "the word " + word,
        status -> status.decisions().stream().anyMatch(one -> one.choice().equals(word)));
  }

  /** Has an expired gate asked again, with all the time in the world. */
  void resumeExpired() {
    say(Verb.AMEND, new Amendment("ann", null, null, null, Duration.ofHours(1), null, "more time"));
    word("resume", "ann");
  }

  /** Opens every gate and retries every step that failed, until the run has ended. */
  void goOnToTheEnd() {
    while (true) {
      UpgradeStatus status =
          statusWhen(
              "a question or the end",
              seen -> ENDS.contains(seen.state()) || !seen.questions().isEmpty());
      if (ENDS.contains(status.state())) {
        return;
      }
      Question open = status.questions().get(0);
      if (open.kind() == QuestionKind.BLOCKED) {
        retry(open.id());
      } else {
        approve(open.id(), next(open));
      }
    }
  }

  private static String next(Question open) {
    return APPROVERS.stream()
        .filter(by -> !open.approvals().contains(by))
        .findFirst()
        .orElseThrow();
  }

  /** Waits for the end, whatever it is. */
  WorkflowExecutionStatus awaitClose() {
    try {
      stub.getResult(UpgradeReport.class);
    } catch (WorkflowFailedException e) {
      assertThat(Optional.ofNullable(e.getCause())).as("why it did not complete").isPresent();
    }
    return stub.describe().getStatus();
  }
}
