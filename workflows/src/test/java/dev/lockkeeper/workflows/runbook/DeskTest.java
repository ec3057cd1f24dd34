package dev.lockkeeper.workflows.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.StepAnswer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which answers count, and what the others are told. */
class DeskTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Desk desk = new Desk(() -> List.of(), () -> NOON);

  private static Question gate(String id, int approvers) {
    return question(id, QuestionKind.GATE, List.of(), approvers);
  }

  private static Question blocked(String id, Choice... choices) {
    return question(id, QuestionKind.BLOCKED, List.of(choices), 1);
  }

  private static Question question(
      String id, QuestionKind kind, List<Choice> choices, int approvers) {
    return new Question(
        id,
        kind,
        "tablet-1",
        "Stop it",
        null,
        null,
        null,
        null,
        choices,
        List.of(),
        approvers,
        NOON,
        null,
        false);
  }

  private static Answer by(String person, String gate) {
    return new Answer(gate, person, null);
  }

  @Test
  void theRightAnswerOpensTheGateAndIsRemembered() {
    OpenQuestion open = desk.put(gate("tablet-1", 1));

    assertThat(desk.objectionToApproval(by("ann", "tablet-1"))).isEmpty();
    assertThat(desk.approve(new Answer("tablet-1", "ann", "looks good")))
        .isEqualTo("The gate tablet-1 is open.");

    assertThat(open.verdict()).contains(OpenQuestion.Verdict.APPROVED);
    assertThat(desk.decisions())
        .containsExactly(new Decision("tablet-1", "approve", "ann", "looks good", NOON));
  }

  @Test
  void anAnswerBeforeTheQuestionIsRefused() {
    assertThat(desk.objectionToApproval(by("ann", "tablet-1")))
        .contains("there is no open question tablet-1; nothing is open now");
  }

  @Test
  void anAnswerForAnotherGateIsToldWhichOneIsOpen() {
    desk.put(gate("tablet-2", 1));

    assertThat(desk.objectionToApproval(by("ann", "tablet-3")))
        .contains("there is no open question tablet-3; open now: tablet-2");
  }

  @Test
  void anAnswerToAQuestionThatIsOverIsToldHowItEnded() {
    OpenQuestion open = desk.put(gate("tablet-1", 1));
    desk.approve(by("ann", "tablet-1"));
    desk.take(open, open.end());
    desk.put(gate("tablet-2", 1));

    assertThat(desk.objection(by("bo", "tablet-1")))
        .contains("the question tablet-1 is over: decided by ann; open now: tablet-2");
  }

  @Test
  void ofTwoAnswersAtOnceTheSecondIsRefused() {
    desk.put(gate("tablet-1", 1));
    desk.reject(by("ann", "tablet-1"));

    assertThat(desk.objectionToApproval(by("bo", "tablet-1")))
        .contains("the question tablet-1 has been answered already");
  }

  @Test
  void severalApproversMustBeDifferentPeople() {
    OpenQuestion open = desk.put(gate("tablet-1", 3));

    assertThat(desk.approve(by("ann", "tablet-1")))
        .isEqualTo("Counted. The gate tablet-1 needs 2 more.");
    assertThat(desk.objectionToApproval(by("ann", "tablet-1")))
        .contains("ann has approved tablet-1 already; it needs another person");
    assertThat(desk.objectionToApproval(by("Ann", "tablet-1"))).isPresent();
    assertThat(desk.questions().get(0).approvals()).containsExactly("ann");
    desk.approve(by("bo", "tablet-1"));
    assertThat(open.decided()).isFalse();
    desk.approve(by("cid", "tablet-1"));

    assertThat(open.verdict()).contains(OpenQuestion.Verdict.APPROVED);
    assertThat(open.decidedBy()).isEqualTo("ann, bo, cid");
  }

  @Test
  void oneRejectionIsEnoughHoweverManyApproversThereAre() {
    OpenQuestion open = desk.put(gate("tablet-1", 3));
    desk.approve(by("ann", "tablet-1"));

    assertThat(desk.objection(by("ann", "tablet-1"))).isEmpty();
    assertThat(desk.reject(by("ann", "tablet-1"))).isEqualTo("The run ends at the gate tablet-1.");
    assertThat(open.verdict()).contains(OpenQuestion.Verdict.REJECTED);
    assertThat(open.end()).isEqualTo("decided by ann");
  }

  @Test
  void onlyThoseOnTheListMayAnswer() {
    Desk listed = new Desk(() -> List.of("ann", "bo"), () -> NOON);
    listed.put(gate("tablet-1", 1));
    listed.put(blocked("tablet-1.stage", Choice.RETRY));

    assertThat(listed.objectionToApproval(by("eve", "tablet-1")))
        .contains("eve is not among those who may answer: ann, bo");
    assertThat(listed.objection(new StepAnswer("tablet-1.stage", Choice.RETRY, "eve", null)))
        .isPresent();
    assertThat(listed.objectionTo("eve")).isPresent();
    assertThat(listed.objectionToApproval(by("bo", "tablet-1"))).isEmpty();
  }

  @Test
  void anExpiredGateTakesNoAnswerUntilItIsAskedAgain() {
    OpenQuestion open = desk.put(gate("tablet-1", 1));
    open.expire();

    assertThat(desk.objectionToApproval(by("ann", "tablet-1")))
        .contains(
            "the gate tablet-1 has expired; resume the run to have it asked again with fresh evidence");
    assertThat(desk.objection(by("ann", "tablet-1"))).isPresent();
    assertThat(desk.hasExpired()).isTrue();

    desk.renewExpired();
    assertThat(open.verdict()).contains(OpenQuestion.Verdict.HELD);
    desk.take(open, open.end());
    assertThat(desk.objection(by("ann", "tablet-1")))
        .contains(
            "the question tablet-1 is over: it expired and was asked again; nothing is open now");
  }

  @Test
  void renewingLeavesOpenGatesAlone() {
    OpenQuestion open = desk.put(gate("tablet-1", 1));

    desk.renewExpired();

    assertThat(open.decided()).isFalse();
  }

  @Test
  void aGateIsNotAnsweredByAChoiceAndABlockedStepNotByAnApproval() {
    desk.put(gate("tablet-1", 1));
    desk.put(blocked("tablet-1.restart", Choice.RETRY, Choice.ABORT));

    assertThat(desk.objection(new StepAnswer("tablet-1", Choice.RETRY, "ann", null)))
        .contains("tablet-1 is a gate; approve or reject it");
    assertThat(desk.objection(by("ann", "tablet-1.restart")))
        .contains("tablet-1.restart is a blocked step; answer it with one of retry, abort");
  }

  @Test
  void onlyOfferedChoicesAreTaken() {
    OpenQuestion open = desk.put(blocked("tablet-1.restart", Choice.RETRY, Choice.ABORT));

    assertThat(desk.objection(new StepAnswer("tablet-1.restart", Choice.SKIP, "ann", null)))
        .contains("tablet-1.restart does not offer skip; choose one of retry, abort");
    assertThat(desk.choose(new StepAnswer("tablet-1.restart", Choice.RETRY, "ann", null)))
        .isEqualTo("Taken: retry for tablet-1.restart.");
    assertThat(open.choice()).contains(Choice.RETRY);
    assertThat(desk.objection(new StepAnswer("tablet-1.restart", Choice.ABORT, "bo", null)))
        .contains("the question tablet-1.restart has been answered already");
  }

  @Test
  void aQuestionThatIsAskedAgainHasAnotherId() {
    assertThat(desk.nextId("tablet-1")).isEqualTo("tablet-1");
    assertThat(desk.nextId("tablet-2")).isEqualTo("tablet-2");
    assertThat(desk.nextId("tablet-1")).isEqualTo("tablet-1#2");
    assertThat(desk.nextId("tablet-1")).isEqualTo("tablet-1#3");
  }

  @Test
  void anAnswerToTheFirstQuestionDoesNotCountForTheSecond() {
    OpenQuestion first = desk.put(gate(desk.nextId("tablet-1"), 1));
    desk.approve(by("ann", "tablet-1"));
    desk.take(first, first.end());
    desk.put(gate(desk.nextId("tablet-1"), 1));

    assertThat(desk.objectionToApproval(by("ann", "tablet-1")))
        .contains("the question tablet-1 is over: decided by ann; open now: tablet-1#2");
    assertThat(desk.objectionToApproval(by("ann", "tablet-1#2"))).isEmpty();
  }
}
