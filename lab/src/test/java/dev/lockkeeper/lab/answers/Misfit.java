package dev.lockkeeper.lab.answers;

import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.StepAnswer;
import java.util.List;
import java.util.stream.Stream;

/**
 * An answer that does not fit: where the run stands, what is said, and why it must be refused.
 *
 * @param gates the request's gates, as JSON
 * @param arrive brings a run there
 * @param verbs with which it is said, one after the other
 */
record Misfit(
    String name, String gates, Way arrive, List<Verb> verbs, Record said, String refusal) {
  private static final List<Verb> EITHER = List.of(Verb.APPROVE, Verb.REJECT);
  private static final String ONE = "{}";
  private static final String TWO = "{\"approvers\": 2}";
  private static final String LISTED = "{\"allow\": [\"ann\", \"bo\"]}";
  private static final String SHORT = "{\"expire\": \"PT0.2S\"}";
  private static final String RESTART = "restart node-1";

  /** Brings a run that is not yet started to where it is wanted. */
  interface Way {
    void go(UpgradeTalk run, String gates) throws InterruptedException;
  }

  @Override
  public String toString() {
    return verbs + ": " + name;
  }

  static Stream<Misfit> all() {
    return Stream.of(atGates(), duplicates(), atSteps()).flatMap(rows -> rows);
  }

  private static Stream<Misfit> atGates() {
    return Stream.of(
        gate(
            "early, while the release is staged",
            ONE,
            Misfit::staging,
            EITHER,
            "node-1",
            "ann",
            "there is no open question node-1; nothing is open now"),
        gate(
            "stale, because it became unsafe after the approval",
            ONE,
            Misfit::askedAgainForWorse,
            EITHER,
            "node-1",
            "bo",
            "the question node-1 is over: decided by ann; open now: node-1#2"),
        gate(
            "stale, because the gate expired and was asked again",
            SHORT,
            Misfit::askedAgainAfterExpiry,
            EITHER,
            "node-1",
            "ann",
            "the question node-1 is over: it expired and was asked again; open now: node-1#2"),
        gate(
            "stale, because the node is done",
            ONE,
            Misfit::atTheSecondNode,
            EITHER,
            "node-1",
            "bo",
            "the question node-1 is over: decided by ann; open now: node-2"),
        gate(
            "another node's gate",
            ONE,
            Misfit::atTheGate,
            EITHER,
            "node-2",
            "ann",
            "there is no open question node-2; open now: node-1"),
        gate(
            "by somebody who is not listed",
            LISTED,
            Misfit::atTheGate,
            EITHER,
            "node-1",
            "eve",
            "eve is not among those who may answer: ann, bo"),
        gate(
            "after the expiry",
            SHORT,
            Misfit::expired,
            EITHER,
            "node-1",
            "ann",
            "the gate node-1 has expired; resume the run to have it asked again with fresh"
                + " evidence"),
        gate(
            "to a blocked step",
            ONE,
            Misfit::blocked,
            EITHER,
            "node-1.restart",
            "ann",
            "node-1.restart is a blocked step; answer it with one of retry, restore, abort"));
  }

  /** Who has approved may still reject, so these are for approvals only. */
  private static Stream<Misfit> duplicates() {
    return Stream.of("ann", "Ann")
        .map(
            by ->
                gate(
                    "the same person twice, as " + by,
                    TWO,
                    Misfit::halfApproved,
                    List.of(Verb.APPROVE),
                    "node-1",
                    by,
                    by + " has approved node-1 already; it needs another person"));
  }

  private static Stream<Misfit> atSteps() {
    return Stream.of(
        step(
            "early, before the step is done",
            ONE,
            Misfit::atTheGate,
            "node-1.restart",
            Choice.RETRY,
            "ann",
            "there is no open question node-1.restart; open now: node-1"),
        step(
            "stale, because it failed again",
            ONE,
            Misfit::blockedAgain,
            "node-1.restart",
            Choice.ABORT,
            "bo",
            "the question node-1.restart is over: decided by ann; open now: node-1.restart#2"),
        step(
            "stale, because it went well in the end",
            ONE,
            Misfit::retried,
            "node-1.restart",
            Choice.ABORT,
            "bo",
            "the question node-1.restart is over: decided by ann; open now: node-2"),
        step(
            "another node's step",
            ONE,
            Misfit::blocked,
            "node-2.restart",
            Choice.RETRY,
            "ann",
            "there is no open question node-2.restart; open now: node-1.restart"),
        step(
            "by somebody who is not listed",
            LISTED,
            Misfit::blocked,
            "node-1.restart",
            Choice.RETRY,
            "eve",
            "eve is not among those who may answer: ann, bo"),
        step(
            "a choice that is not offered",
            ONE,
            Misfit::blocked,
            "node-1.restart",
            Choice.SKIP,
            "ann",
            "node-1.restart does not offer skip; choose one of retry, restore, abort"),
        step(
            "to a gate",
            ONE,
            Misfit::atTheGate,
            "node-1",
            Choice.RETRY,
            "ann",
            "node-1 is a gate; approve or reject it"));
  }

  private static Misfit gate(
      String name,
      String gates,
      Way arrive,
      List<Verb> verbs,
      String gate,
      String by,
      String refusal) {
    return new Misfit(name, gates, arrive, verbs, new Answer(gate, by, null), refusal);
  }

  private static Misfit step(
      String name, String gates, Way way, String step, Choice choice, String by, String refusal) {
    return new Misfit(
        name, gates, way, List.of(Verb.ANSWER), new StepAnswer(step, choice, by, null), refusal);
  }

  private static void atTheGate(UpgradeTalk run, String gates) {
    run.start(gates);
    run.question("node-1");
  }

  private static void staging(UpgradeTalk run, String gates) throws InterruptedException {
    PretendCluster.Hold hold = run.cluster().hold("stage node-1");
    run.start(gates);
    hold.reached();
    run.statusWhen("node-2 is staged", status -> status.nodes().get(1).state() == NodeState.STAGED);
  }

  private static void halfApproved(UpgradeTalk run, String gates) {
    run.start(gates);
    run.approve("node-1", "ann");
  }

  private static void askedAgainForWorse(UpgradeTalk run, String gates) {
    atTheGate(run, gates);
    run.cluster().badLook("one is out of sync");
    run.approve("node-1", "ann");
    run.question("node-1#2");
  }

  private static void expired(UpgradeTalk run, String gates) {
    run.start(gates);
    run.statusWhen(
        "an expired gate", status -> status.questions().stream().anyMatch(Question::expired));
  }

  private static void askedAgainAfterExpiry(UpgradeTalk run, String gates) {
    expired(run, gates);
    run.resumeExpired();
    run.question("node-1#2");
  }

  private static void atTheSecondNode(UpgradeTalk run, String gates) {
    run.start(gates);
    run.approve("node-1", "ann");
    run.question("node-2");
  }

  private static void blocked(UpgradeTalk run, String gates) {
    run.cluster().fail(RESTART);
    run.start(gates);
    run.approve("node-1", "ann");
    run.question("node-1.restart");
  }

  private static void blockedAgain(UpgradeTalk run, String gates) {
    run.cluster().fail(RESTART);
    blocked(run, gates);
    run.retry("node-1.restart");
    run.question("node-1.restart#2");
  }

  private static void retried(UpgradeTalk run, String gates) {
    blocked(run, gates);
    run.retry("node-1.restart");
    run.question("node-2");
  }
}
