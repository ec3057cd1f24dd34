package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Amendment;
import dev.lockkeeper.workflows.model.Word;
import java.util.Optional;

/** What is said to the run as a whole: pause, resume, abort, amend. */
final class Helm {
  private final Course course;
  private final Desk desk;
  private final Progress progress;
  private final Brake brake;
  private final Runnable changed;

  Helm(Course course, Desk desk, Progress progress, Brake brake, Runnable changed) {
    this.course = course;
    this.desk = desk;
    this.progress = progress;
    this.brake = brake;
    this.changed = changed;
  }

  void pause(Word word) {
    brake.pause();
  }

  void resume(Word word) {
    desk.renewExpired();
    brake.resume();
  }

  void abort(Word word) {
    brake.abort("aborted by " + word.by() + (word.comment() == null ? "" : ": " + word.comment()));
  }

  String amend(Amendment change) {
    course.amend(change);
    desk.record("run", "amend", change.by(), change.comment());
    changed.run();
    return "The rest of the run is amended.";
  }

  Optional<String> objectionToAmend(Amendment change) {
    return objection(change.by())
        .or(() -> course.objection(change))
        .or(
            () ->
                change.order() == null
                    ? Optional.empty()
                    : progress.objectionToOrder(change.order(), course));
  }

  /** Why a word to the run as a whole cannot be taken now; empty if it can. */
  Optional<String> objection(Word word) {
    return objection(word.by());
  }

  private Optional<String> objection(String by) {
    if (progress.outcome() != null) {
      return Optional.of("the run has ended");
    }
    if (brake.undoing()) {
      return Optional.of("the run is taking back what it has changed, and then ends");
    }
    if (brake.aborted()) {
      return Optional.of("the run is being aborted already");
    }
    return desk.objectionTo(by);
  }

  Optional<String> objectionToPause(Word word) {
    return objection(word)
        .or(() -> brake.paused() ? Optional.of("the run is paused already") : Optional.empty());
  }

  Optional<String> objectionToResume(Word word) {
    return objection(word)
        .or(
            () ->
                brake.paused() || desk.hasExpired()
                    ? Optional.empty()
                    : Optional.of("the run is not paused and no gate has expired"));
  }
}
