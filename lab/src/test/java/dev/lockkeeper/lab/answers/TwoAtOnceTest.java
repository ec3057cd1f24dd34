package dev.lockkeeper.lab.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.answers.TwoAtOnce.Said;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two answers at the same moment: one decides, the other is refused, nothing is done twice. */
@Timeout(120)
@ExtendWith(Rehearsing.class)
class TwoAtOnceTest {
  static Stream<Arguments> allPairs() {
    return Stream.concat(pairs(), Stream.of(Arguments.of(Channel.SIGNAL, Channel.UPDATE)));
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(Channel.SIGNAL, Channel.SIGNAL), Arguments.of(Channel.UPDATE, Channel.UPDATE));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void ofTwoApprovalsAtOnceOneCounts(Channel first, Channel second, UpgradeTalk run) {
    run.start("{}");
    run.question("node-1");

    TwoAtOnce told =
        TwoAtOnce.say(
            run,
            new Said(first, Verb.APPROVE, answer("node-1", "ann")),
            new Said(second, Verb.APPROVE, answer("node-1", "bo")));

    run.question("node-2");
    oneWasRefused(run, told, "node-1");
    assertThat(run.cluster().jobs()).containsExactly("restart node-1 #1");
    run.goOnToTheEnd();
    Ending.completedWithEachNodeRestartedOnce(run);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void ofTwoApproversAtOnceBothCount(Channel first, Channel second, UpgradeTalk run) {
    run.start("{\"approvers\": 2}");
    run.question("node-1");

    TwoAtOnce told =
        TwoAtOnce.say(
            run,
            new Said(first, Verb.APPROVE, answer("node-1", "ann")),
            new Said(second, Verb.APPROVE, answer("node-1", "bo")));

    run.question("node-2");
    assertThat(told.refusals()).isEmpty();
    assertThat(run.status().decisions())
        .extracting(Decision::by)
        .containsExactlyInAnyOrder("ann", "bo");
    assertThat(run.cluster().jobs()).containsExactly("restart node-1 #1");
    run.goOnToTheEnd();
    Ending.completedWithEachNodeRestartedOnce(run);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void ofOnePersonTwiceAtOnceOneCounts(Channel first, Channel second, UpgradeTalk run) {
    run.start("{\"approvers\": 2}");
    run.question("node-1");

    TwoAtOnce told =
        TwoAtOnce.say(
            run,
            new Said(first, Verb.APPROVE, answer("node-1", "ann")),
            new Said(second, Verb.APPROVE, answer("node-1", "ann")));

    assertThat(told.refusals())
        .containsExactly("ann has approved node-1 already; it needs another person");
    assertThat(run.question("node-1").approvals()).containsExactly("ann");
    assertThat(run.cluster().jobs()).isEmpty();
    run.goOnToTheEnd();
    Ending.completedWithEachNodeRestartedOnce(run);
  }

  @ParameterizedTest
  @MethodSource("allPairs")
  void ofAnApprovalAndARejectionAtOnceOneDecides(Channel first, Channel second, UpgradeTalk run) {
    // So that the run is still there for the one that comes second.
    run.cluster().hold("free");
    run.start("{}");
    run.question("node-1");

    TwoAtOnce told =
        TwoAtOnce.say(
            run,
            new Said(first, Verb.APPROVE, answer("node-1", "ann")),
            new Said(second, Verb.REJECT, answer("node-1", "bo")));

    Decision decision = oneWasRefused(run, told, "node-1");
    run.cluster().letGo();
    if (decision.choice().equals("reject")) {
      Ending.rejected(run, "bo");
    } else {
      run.goOnToTheEnd();
      Ending.completedWithEachNodeRestartedOnce(run);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void ofTwoChoicesAtOnceOneDecides(Channel first, Channel second, UpgradeTalk run) {
    run.cluster().hold("free");
    run.cluster().fail("restart node-1");
    run.start("{}");
    run.approve("node-1", "ann");
    run.question("node-1.restart");

    TwoAtOnce told =
        TwoAtOnce.say(
            run,
            new Said(first, Verb.ANSWER, retry()),
            new Said(
                second, Verb.ANSWER, new StepAnswer("node-1.restart", Choice.ABORT, "bo", null)));

    Decision decision = oneWasRefused(run, told, "node-1.restart");
    run.cluster().letGo();
    if (decision.choice().equals("abort")) {
      run.awaitClose();
      assertThat(run.report().outcome()).isEqualTo(UpgradeState.ABORTED);
      assertThat(run.cluster().jobs()).containsExactly("restart node-1 #1");
      Ending.nothingIsLeft(run);
    } else {
      run.goOnToTheEnd();
      Ending.completedWithEachNodeRestartedOnce(run);
    }
  }

  /** The decision that was taken. */
  private static Decision oneWasRefused(UpgradeTalk run, TwoAtOnce told, String question) {
    List<Decision> decisions =
        run.status().decisions().stream()
            .filter(decision -> decision.question().equals(question))
            .toList();
    assertThat(decisions).hasSize(1);
    assertThat(told.refusals())
        .singleElement()
        .asString()
        .matches(
            "the question "
                + question
                + " (has been answered already|is over: decided by "
                + decisions.get(0).by()
                + ";.*)");
    return decisions.get(0);
  }

  private static Answer answer(String gate, String by) {
    return new Answer(gate, by, null);
  }

  private static StepAnswer retry() {
    return new StepAnswer("node-1.restart", Choice.RETRY, "ann", null);
  }
}
