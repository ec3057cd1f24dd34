package dev.lockkeeper.lab.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every answer in every situation over both channels, and every word to the run at every point, on
 * the real server: what the sender is told, what status shows, and what becomes of the nodes.
 */
@Timeout(120)
@ExtendWith(Rehearsing.class)
class AnswerMatrixTest {
  static Stream<Misfit> misfits() {
    return Misfit.all();
  }

  /** A refused answer leaves everything as it was, so one run can hear them all. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void anAnswerThatDoesNotFitIsRefusedAndChangesNothing(Misfit misfit, UpgradeTalk run)
      throws InterruptedException {
    misfit.arrive().go(run, misfit.gates());
    UpgradeStatus before = run.status();
    List<String> done = run.cluster().log();

    misfit.verbs().forEach(verb -> refusedByUpdate(run, verb, misfit));
    misfit.verbs().forEach(verb -> run.stub().signal(verb.signal(), misfit.said()));

    UpgradeStatus after =
        run.statusWhen(
            "ignored messages", status -> status.ignored().size() >= misfit.verbs().size());
    assertThat(after.ignored())
        .extracting(IgnoredMessage::message, IgnoredMessage::reason)
        .containsExactlyElementsOf(
            misfit.verbs().stream().map(verb -> tuple(verb.signal(), misfit.refusal())).toList());
    assertThat(after.state()).isEqualTo(before.state());
    assertThat(after.questions()).isEqualTo(before.questions());
    assertThat(after.decisions()).isEqualTo(before.decisions());
    assertThat(run.cluster().log()).as("done to the cluster").isEqualTo(done);
    if (before.state() == UpgradeState.PAUSED) {
      holdsUntilItIsResumed(run, before);
    }
    run.cluster().letGo();
    run.goOnToTheEnd();
    Ending.completedWithEachNodeRestartedOnce(run);
    assertThat(run.report().decisions()).doesNotHaveDuplicates();
  }

  private static void refusedByUpdate(UpgradeTalk run, Verb verb, Misfit misfit) {
    UpgradeStatus before = run.status();
    List<HistoryEvent> history = told(run);

    assertThat(Channel.UPDATE.tell(run.stub(), verb, misfit.said())).contains(misfit.refusal());

    assertThat(told(run)).as("no event").isEqualTo(history);
    assertThat(run.status()).isEqualTo(before);
  }

  /**
   * What a run's history tells of it. Server 1.29.1 sometimes keeps the empty workflow task in
   * which an Update was refused.
   */
  private static List<HistoryEvent> told(UpgradeTalk run) {
    return run.history().stream()
        .filter(event -> !event.getEventType().name().startsWith("EVENT_TYPE_WORKFLOW_TASK_"))
        .toList();
  }

  /** An expired gate never opens by itself, and what was seen before it is not trusted. */
  private static void holdsUntilItIsResumed(UpgradeTalk run, UpgradeStatus held) {
    assertThat(OpenEvents.count(run.history())).as("what could go on by itself").isZero();
    assertThat(run.cluster().jobs()).isEmpty();
    long looks = run.cluster().looks("node-1");

    run.resumeExpired();

    Question again = run.question("node-1#2");
    assertThat(again.reason()).isEqualTo("asked again because the gate before has expired");
    assertThat(run.cluster().looks("node-1")).isEqualTo(looks + 1);
    assertThat(seen(again)).isNotEqualTo(seen(held.questions().get(0)));
    assertThat(run.cluster().jobs()).isEmpty();
  }

  private static List<Fact> seen(Question question) {
    return Optional.ofNullable(question.evidence()).map(Evidence::facts).orElse(List.of());
  }

  @ParameterizedTest
  @EnumSource
  void theRightApprovalOpensTheGateOnce(Channel channel, UpgradeTalk run) {
    run.start("{}");
    run.question("node-1");

    assertThat(channel.tell(run.stub(), Verb.APPROVE, answer("node-1", "ann"))).isEmpty();

    run.question("node-2");
    assertThat(run.cluster().jobs()).containsExactly("restart node-1 #1");
    assertThat(run.cluster().looks("node-1")).as("looked again after the approval").isEqualTo(2);
    assertThat(run.status().decisions())
        .extracting(Decision::question, Decision::choice, Decision::by)
        .containsExactly(tuple("node-1", "approve", "ann"));
    run.goOnToTheEnd();
    Ending.completedWithEachNodeRestartedOnce(run);
  }

  @ParameterizedTest
  @EnumSource
  void theRightRejectionEndsTheRun(Channel channel, UpgradeTalk run) {
    run.start("{}");
    run.question("node-1");

    assertThat(channel.tell(run.stub(), Verb.REJECT, answer("node-1", "ann"))).isEmpty();

    Ending.rejected(run, "ann");
  }

  @ParameterizedTest
  @EnumSource
  void whoHasApprovedMayStillReject(Channel channel, UpgradeTalk run) {
    run.start("{\"approvers\": 2}");
    run.approve("node-1", "ann");

    assertThat(channel.tell(run.stub(), Verb.REJECT, answer("node-1", "ann"))).isEmpty();

    Ending.rejected(run, "ann");
  }

  @ParameterizedTest
  @EnumSource
  void theRightChoiceIsTakenOnce(Channel channel, UpgradeTalk run) {
    run.cluster().fail("restart node-1");
    run.start("{}");
    run.approve("node-1", "ann");
    run.question("node-1.restart");

    assertThat(channel.tell(run.stub(), Verb.ANSWER, retry())).isEmpty();

    run.question("node-2");
    assertThat(run.cluster().jobs()).containsExactly("restart node-1 #1", "restart node-1 #2");
    run.goOnToTheEnd();
    Ending.completedWithEachNodeRestartedOnce(run);
  }

  private static Answer answer(String gate, String by) {
    return new Answer(gate, by, null);
  }

  private static StepAnswer retry() {
    return new StepAnswer("node-1.restart", Choice.RETRY, "ann", null);
  }
}
