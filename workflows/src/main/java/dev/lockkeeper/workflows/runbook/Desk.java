package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.request.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where questions lie until they are answered. An answer counts only for the open question it
 * names; every other answer is refused with the reason. Knows nothing of Temporal.
 */
final class Desk {
  private final Supplier<List<String>> allowed;
  private final Supplier<Instant> clock;
  private final Map<String, OpenQuestion> open = new LinkedHashMap<>();
  private final Map<String, String> closed = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final List<Decision> decisions = new ArrayList<>();

  /**
   * @param allowed who may answer; empty for anybody
   */
  Desk(Supplier<List<String>> allowed, Supplier<Instant> clock) {
    this.allowed = allowed;
    this.clock = clock;
  }

  /** The desk of a run that is continued. */
  Desk(Supplier<List<String>> allowed, Supplier<Instant> clock, Carried.DeskState carried) {
    this(allowed, clock);
    decisions.addAll(carried.decisions());
    asked.putAll(carried.asked());
    closed.putAll(carried.closed());
  }

  Carried.DeskState carry() {
    return new Carried.DeskState(
        List.copyOf(decisions), new HashMap<>(asked), new HashMap<>(closed));
  }

  /** A fresh id for a question: the subject, with a number from the second time on. */
  String nextId(String subject) {
    int times = asked.merge(subject, 1, Integer::sum);
    return times == 1 ? subject : subject + "#" + times;
  }

  OpenQuestion put(Question question) {
    OpenQuestion entry = new OpenQuestion(question);
    open.put(question.id(), entry);
    return entry;
  }

  void take(OpenQuestion question, String end) {
    open.remove(question.id());
    closed.put(question.id(), end);
  }

  List<Question> questions() {
    return open.values().stream().map(OpenQuestion::shown).toList();
  }

  List<Decision> decisions() {
    return List.copyOf(decisions);
  }

  /** Lets every expired gate be asked again. */
  void renewExpired() {
    open.values().stream().filter(OpenQuestion::expired).forEach(OpenQuestion::askAgain);
  }

  boolean hasExpired() {
    return open.values().stream().anyMatch(OpenQuestion::expired);
  }

  /** Why an approval or rejection cannot be taken now; empty if it can. */
  Optional<String> objection(Answer answer) {
    return objectionTo(answer.gate(), answer.by())
        .or(
            () -> {
              OpenQuestion question = question(answer.gate());
              if (!question.isGate()) {
                return Optional.of(
                    answer.gate()
                        + " is a blocked step; answer it with one of "
                        + words(question.choices()));
              }
              if (question.expired()) {
                return Optional.of(
                    "the gate "
                        + answer.gate()
                        + " has expired; resume the run to have it asked again with fresh evidence");
              }
              return Optional.empty();
            });
  }

  /** As {@link #objection(Answer)}, and nobody approves twice. */
  Optional<String> objectionToApproval(Answer answer) {
    return objection(answer)
        .or(
            () ->
                question(answer.gate()).hasApprovalOf(answer.by())
                    ? Optional.of(
                        answer.by()
                            + " has approved "
                            + answer.gate()
                            + " already; it needs another person")
                    : Optional.empty());
  }

  /** Why an answer to a blocked step cannot be taken now; empty if it can. */
  Optional<String> objection(StepAnswer answer) {
    return objectionTo(answer.gate(), answer.by())
        .or(
            () -> {
              OpenQuestion question = question(answer.gate());
              if (question.isGate()) {
                return Optional.of(answer.gate() + " is a gate; approve or reject it");
              }
              return question.offers(answer.choice())
                  ? Optional.empty()
                  : Optional.of(
                      answer.gate()
                          + " does not offer "
                          + answer.choice().word()
                          + "; choose one of "
                          + words(question.choices()));
            });
  }

  /** Takes an approval that has no objection. */
  String approve(Answer answer) {
    int missing = question(answer.gate()).approve(answer.by());
    record(answer.gate(), "approve", answer.by(), answer.comment());
    return missing == 0
        ? "The gate " + answer.gate() + " is open."
        : "Counted. The gate " + answer.gate() + " needs " + missing + " more.";
  }

  /** Takes a rejection that has no objection. */
  String reject(Answer answer) {
    question(answer.gate()).reject(answer.by());
    record(answer.gate(), "reject", answer.by(), answer.comment());
    return "The run ends at the gate " + answer.gate() + ".";
  }

  /** Takes an answer that has no objection. */
  String choose(StepAnswer answer) {
    question(answer.gate()).choose(answer.choice(), answer.by());
    record(answer.gate(), answer.choice().word(), answer.by(), answer.comment());
    return "Taken: " + answer.choice().word() + " for " + answer.gate() + ".";
  }

  /** Keeps what was said to the run as a whole. */
  void record(String subject, String choice, String by, @Nullable String comment) {
    decisions.add(new Decision(subject, choice, by, comment, clock.get()));
  }

  /** Why this person may not answer; empty if they may. */
  Optional<String> objectionTo(String by) {
    List<String> people = allowed.get();
    return people.isEmpty() || people.contains(by)
        ? Optional.empty()
        : Optional.of(by + " is not among those who may answer: " + String.join(", ", people));
  }

  private Optional<String> objectionTo(String id, String by) {
    Optional<String> stranger = objectionTo(by);
    if (stranger.isPresent()) {
      return stranger;
    }
    OpenQuestion question = open.get(id);
    if (question != null && !question.decided()) {
      return Optional.empty();
    }
    if (question != null) {
      return Optional.of("the question " + id + " has been answered already");
    }
    if (closed.containsKey(id)) {
      return Optional.of("the question " + id + " is over: " + closed.get(id) + waiting());
    }
    return Optional.of("there is no open question " + id + waiting());
  }

  private String waiting() {
    return open.isEmpty()
        ? "; nothing is open now"
        : "; open now: " + String.join(", ", open.keySet());
  }

  private OpenQuestion question(String id) {
    OpenQuestion question = open.get(id);
    if (question == null) {
      throw new IllegalStateException("no open question " + id);
    }
    return question;
  }

  private static String words(List<Choice> choices) {
    return choices.stream().map(Words::of).collect(Collectors.joining(", "));
  }
}
