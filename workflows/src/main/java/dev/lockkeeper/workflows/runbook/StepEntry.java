package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.StepRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record of a step while it is done; closing it writes it down. */
final class StepEntry implements AutoCloseable {
  private final Progress progress;
  private final @Nullable String node;
  private final String title;
  private final Instant from = RunClock.now();
  private int attempts;
  private String outcome = "aborted";
  private final List<Mark> marks = new ArrayList<>();
  private @Nullable String log;
  private @Nullable Failure failure;

  StepEntry(Progress progress, @Nullable String node, String title) {
    this.progress = progress;
    this.node = node;
    this.title = title;
    progress.begin(title);
  }

  void attempt(int number) {
    attempts = number;
  }

  /** What a job reached, whether it went well or not. */
  void reached(List<Mark> more) {
    marks.addAll(more);
  }

  void log(String path) {
    log = path;
  }

  void outcome(String word) {
    outcome = word;
  }

  void failed(Failure why) {
    outcome = "failed";
    failure = why;
  }

  /** A step that was never begun, because the run ended before, has no record. */
  @Override
  public void close() {
    if (attempts == 0) {
      progress.drop(title);
      return;
    }
    if (failure != null && outcome.equals("failed")) {
      progress.warn("failed: " + title + " (" + failure + ")");
    }
    progress.end(
        title,
        new StepRecord(
            progress.phase(),
            node,
            title,
            outcome,
            attempts,
            from,
            RunClock.now(),
            List.copyOf(marks),
            log));
  }
}
