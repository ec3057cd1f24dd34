package dev.lockkeeper.workflows.runbook;

import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.fluss.FakeFlussNodes;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.Word;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.sdk.v1.WorkflowInteractionDefinition;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowUpdateException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What operators can say, and what becomes of messages that mean nothing. */
class OperatorMessagesTest {
  private final FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private final InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);
  private Run run;

  @BeforeEach
  void startAndWaitForTheFirstGate() {
    ObjectNode request = request();
    run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request);
    run.question("tablet-1");
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  private IgnoredMessage ignored() {
    List<IgnoredMessage> all =
        run.statusWhen("an ignored message", status -> !status.ignored().isEmpty()).ignored();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  static Stream<Arguments> signalsThatMeanNothing() {
    return Stream.of(
        Arguments.of("approve", "yes", "must be one JSON object with the fields gate, by, comment"),
        Arguments.of("approve", List.of(), "must be one JSON object"),
        Arguments.of("approve", 7, "must be one JSON object"),
        Arguments.of("approve", null, "not nothing"),
        Arguments.of("approve", Map.of("gate", "tablet-1"), "by: is missing: Who says so."),
        Arguments.of(
            "approve",
            Map.of("gate", "tablet-1", "by", "ann", "coment", "x"),
            "coment: this field means nothing; did you mean comment?"),
        Arguments.of("approve", Map.of("gate", "tablet-1", "by", " "), "is not a person's name"),
        Arguments.of(
            "approve", new Answer("tablet-9", "ann", null), "there is no open question tablet-9"),
        Arguments.of(
            "reject", new Answer("tablet-2", "ann", null), "there is no open question tablet-2"),
        Arguments.of(
            "answer",
            new StepAnswer("tablet-1", Choice.RETRY, "ann", null),
            "tablet-1 is a gate; approve or reject it"),
        Arguments.of(
            "answer",
            Map.of("gate", "tablet-1", "by", "ann", "choice", "retri"),
            "\"retri\" is not one of retry, skip, restore, abort; did you mean retry?"),
        Arguments.of("pause", Map.of(), "by: is missing"),
        Arguments.of(
            "resume", new Word("ann", null), "the run is not paused and no gate has expired"),
        Arguments.of("abort", "now", "must be one JSON object"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("signalsThatMeanNothing")
  void aSignalThatMeansNothingIsShownAsIgnoredWithTheReason(
      String signal, Object content, String reason) {
    run.signal(signal, content);

    IgnoredMessage ignored = ignored();
    assertThat(ignored.message()).isEqualTo(signal);
    assertThat(ignored.reason()).contains(reason);
    assertThat(run.status().state()).isEqualTo(UpgradeState.WAITING);
    assertThat(run.status().decisions()).isEmpty();
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void aSignalWithoutAnyArgumentIsIgnoredToo() {
    run.signal("approve");

    assertThat(ignored().reason()).contains("not nothing");
  }

  @Test
  void aSignalThatIsNoJsonOrHasAnUnknownNameDoesNotStopTheRun() {
    run.signal("approve", new byte[] {1, 2, 3});
    run.signal("aprove", new Answer("tablet-1", "ann", null));
    run.signal("approve", new Answer("tablet-1", "ann", null));

    run.question("tablet-2");
    assertThat(run.closed()).isFalse();
  }

  @Test
  void onlyTheLastIgnoredMessagesAreKeptAndLongContentIsShortened() {
    for (int i = 1; i <= 25; i++) {
      run.signal("approve", "x".repeat(500) + i);
    }
    run.signal("approve", "the last");

    List<IgnoredMessage> ignored =
        run.statusWhen(
                "the last one",
                status ->
                    status.ignored().stream().anyMatch(one -> one.content().contains("the last")))
            .ignored();
    assertThat(ignored).hasSize(20);
    assertThat(ignored.get(0).content()).hasSize(201).endsWith("…");
  }

  @Test
  void anAnswerAfterTheEndIsNotLostSilently() {
    run.signal("reject", new Answer("tablet-1", "ann", "not today"));
    UpgradeReport report = run.failedReport();

    assertThat(run.failed().getType()).isEqualTo("REJECTED");
    assertThat(report.outcome()).isEqualTo(UpgradeState.REJECTED);
    assertThat(report.reason()).isEqualTo("rejected by ann at the gate tablet-1");
    assertThat(report.decisions())
        .extracting(Decision::choice, Decision::comment)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("reject", "not today"));
    assertThat(report.nodes()).allMatch(node -> node.state() == NodeState.STAGED);
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void anUpdateSaysWhatItHasDone() {
    assertThat(run.update("approveGate", new Answer("tablet-1", "ann", null)).message())
        .isEqualTo("The gate tablet-1 is open.");
    run.question("tablet-2");
    assertThat(run.update("rejectGate", new Answer("tablet-2", "ann", null)).message())
        .isEqualTo("The run ends at the gate tablet-2.");

    assertThat(run.failed().getType()).isEqualTo("REJECTED");
  }

  @Test
  void anUpdateAnswersABlockedStep() {
    cluster.fail("restart", "tablet-1", FailureReason.TIMEOUT, "did not stop");
    run.update("approveGate", new Answer("tablet-1", "ann", null));
    run.question("tablet-1.restart");

    assertThat(
            run.update("answerStep", new StepAnswer("tablet-1.restart", Choice.RETRY, "ann", null))
                .message())
        .isEqualTo("Taken: retry for tablet-1.restart.");
    run.question("tablet-2");
  }

  static Stream<Arguments> updatesThatAreRefused() {
    return Stream.of(
        Arguments.of(
            "approveGate",
            new Answer("tablet-9", "ann", null),
            "there is no open question tablet-9; open now: tablet-1"),
        Arguments.of("approveGate", null, "not nothing"),
        Arguments.of("approveGate", "yes", "must be one JSON object"),
        Arguments.of("rejectGate", Map.of("gate", "tablet-1"), "by: is missing"),
        Arguments.of(
            "answerStep",
            new StepAnswer("tablet-1", Choice.RETRY, "ann", null),
            "tablet-1 is a gate; approve or reject it"),
        Arguments.of("answerStep", Map.of(), "choice: is missing"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("updatesThatAreRefused")
  void anUpdateIsRefusedWithTheReasonAndLeavesNoTrace(
      String update, Object content, String reason) {
    assertThatThrownBy(() -> run.update(update, content))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining(reason);

    assertThat(run.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)).isZero();
    assertThat(run.status().state()).isEqualTo(UpgradeState.WAITING);
  }

  @Test
  void everyMessageIsListedWithADescriptionForTheUi() {
    WorkflowMetadata metadata =
        run.stub().query("__temporal_workflow_metadata", WorkflowMetadata.class);

    assertThat(names(metadata.getDefinition().getSignalDefinitionsList()))
        .contains("approve", "reject", "answer", "pause", "resume", "abort", "amend");
    assertThat(names(metadata.getDefinition().getUpdateDefinitionsList()))
        .containsExactlyInAnyOrder("approveGate", "rejectGate", "answerStep", "amendRun");
    assertThat(names(metadata.getDefinition().getQueryDefinitionsList()))
        .contains("status", "report");
    assertThat(
            Stream.of(
                    metadata.getDefinition().getSignalDefinitionsList(),
                    metadata.getDefinition().getUpdateDefinitionsList())
                .flatMap(List::stream))
        .allMatch(definition -> definition.getDescription().contains("\"by\""));
    assertThat(metadata.getCurrentDetails())
        .contains("**WAITING**", "`approve`", "{\"gate\": \"tablet-1\"", "| tablet-3 |")
        .contains("~~~\n+ changed on tablet-1\n");
  }

  private static List<String> names(List<WorkflowInteractionDefinition> definitions) {
    return definitions.stream().map(WorkflowInteractionDefinition::getName).toList();
  }

  @Test
  void aSignalThatIsThereBeforeTheFirstTaskIsHeard() {
    Run early =
        temporal.startWithSignal(
            FlussUpgrade.TYPE,
            "upgrade-early",
            "abort",
            new Word("ann", "wrong cluster"),
            request(request -> request.put("cluster", "early")));

    UpgradeReport report = early.failedReport();
    assertThat(report.reason()).isEqualTo("aborted by ann: wrong cluster");
    assertThat(report.steps()).isEmpty();
    assertThat(cluster.log().stream().filter("examine release"::equals)).hasSize(1);
  }

  @Test
  void anApprovalThatIsThereBeforeTheFirstTaskIsTooEarly() {
    Run early =
        temporal.startWithSignal(
            FlussUpgrade.TYPE,
            "upgrade-early",
            "approve",
            new Answer("tablet-1", "ann", null),
            request(request -> request.put("cluster", "early")));

    early.question("tablet-1");
    assertThat(early.status().ignored().get(0).reason())
        .isEqualTo("there is no open question tablet-1; nothing is open now");
  }
}
