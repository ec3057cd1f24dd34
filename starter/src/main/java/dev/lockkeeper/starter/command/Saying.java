package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Says a word to the run as a whole. Temporal takes any signal, so what came of it is read from the
 * run afterwards.
 */
final class Saying {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private final Run run;
  private final String signal;

  Saying(Run run, String signal) {
    this.run = run;
    this.signal = signal;
  }

  /**
   * Sends the word and waits until the run has heard it.
   *
   * @return what is seen then
   * @throws CommandProblem when it was ignored, or nobody hears it now
   */
  Sight say(Word word) {
    Sight before = run.look();
    if (!before.facts().open()) {
      throw new CommandProblem(
          ExitCode.REFUSED,
          "The run has ended (" + before.facts().shownState() + "); there is nothing to " + signal);
    }
    run.signal(signal, word);
    Instant limit = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(limit)) {
      Sight now = run.look();
      List<IgnoredMessage> ignored = ignored(now);
      ignored.removeAll(ignored(before));
      if (!ignored.isEmpty()) {
        throw new CommandProblem(ExitCode.REFUSED, "Refused: " + ignored.get(0).reason());
      }
      if (heard(now) > heard(before)) {
        return now;
      }
      if (now instanceof Sight.Silent silent) {
        throw new CommandProblem(
            ExitCode.NO_TEMPORAL, "Sent and kept by Temporal, but not yet heard: " + silent.why());
      }
      pause();
    }
    throw new CommandProblem(
        ExitCode.NO_TEMPORAL,
        "Sent and kept by Temporal, but the run has not reacted within "
            + LIMIT.toSeconds()
            + " s");
  }

  private long heard(Sight sight) {
    return decisions(sight).stream()
        .filter(decision -> decision.question().equals("run") && decision.choice().equals(signal))
        .count();
  }

  private static List<Decision> decisions(Sight sight) {
    if (sight instanceof Sight.Open open) {
      return open.status().decisions();
    }
    return sight instanceof Sight.Ended ended ? ended.report().decisions() : List.of();
  }

  private List<IgnoredMessage> ignored(Sight sight) {
    List<IgnoredMessage> all = List.of();
    if (sight instanceof Sight.Open open) {
      all = open.status().ignored();
    } else if (sight instanceof Sight.Ended ended) {
      all = ended.report().ignored();
    }
    return new java.util.ArrayList<>(
        all.stream().filter(message -> message.message().equals(signal)).toList());
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandProblem(ExitCode.UNEXPECTED, "Interrupted after the word was sent", e);
    }
  }
}
