package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.workflows.model.Question;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade in a list, as programs read it.
 *
 * @param node what it asks about, if that is a node
 * @param waitingFor ids of the open questions
 * @param waitingSince when the oldest of them was asked
 */
record ListedUpgrade(
    String cluster,
    String product,
    @Nullable String target,
    String state,
    @Nullable String node,
    List<String> waitingFor,
    @Nullable Instant waitingSince,
    Instant startedAt,
    @Nullable Instant closedAt,
    String workflowId,
    String runId) {

  /** Those that wait first, the newest question on top; then by their start, the latest first. */
  static final Comparator<ListedUpgrade> NEWEST_QUESTION_FIRST =
      Comparator.comparing(
              ListedUpgrade::waitingSince, Comparator.nullsLast(Comparator.reverseOrder()))
          .thenComparing(ListedUpgrade::startedAt, Comparator.reverseOrder());

  static ListedUpgrade of(RunFacts facts, String state, List<Question> questions) {
    return new ListedUpgrade(
        facts.cluster(),
        facts.product(),
        facts.target(),
        state,
        questions.stream()
            .map(Question::node)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(facts.open() && waits(state) ? facts.node() : null),
        questions.stream().map(Question::id).toList(),
        questions.stream().map(Question::askedAt).min(Comparator.naturalOrder()).orElse(null),
        facts.startedAt(),
        facts.closedAt(),
        facts.workflowId(),
        facts.runId());
  }

  /** The search attribute keeps the last node that was asked about, also when it goes on. */
  private static boolean waits(String state) {
    return state.equals("WAITING") || state.equals("BLOCKED");
  }
}
