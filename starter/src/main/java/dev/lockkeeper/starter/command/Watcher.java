package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.Times;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Follows a run to its end. Once it was seen, it is followed whatever happens to the server or the
 * worker.
 */
final class Watcher {
  private final Supplier<Sight> look;
  private final Duration interval;
  private final Display display;
  private final Consumer<Sight.Open> onOpen;

  /** How what is seen gets to the operator. */
  interface Display {
    void show(Sight sight);

    /** Something about the following itself. */
    void note(String text);
  }

  /**
   * @param look looks at the run
   * @param interval time between two looks
   * @param onOpen is given each look at the open run, such as to approve its gates
   */
  Watcher(Supplier<Sight> look, Duration interval, Display display, Consumer<Sight.Open> onOpen) {
    this.look = look;
    this.interval = interval;
    this.display = display;
    this.onOpen = onOpen;
  }

  /** The display that fits the console. */
  static Display display(Console console, Times times, boolean json) {
    if (json) {
      return new DocumentDisplay(console);
    }
    return console.terminal() ? new ScreenDisplay(console, times) : new LineDisplay(console, times);
  }

  /**
   * Returns when the run has ended.
   *
   * @return how
   */
  ExitCode follow() {
    boolean seen = false;
    boolean away = false;
    while (true) {
      try {
        Sight sight = look.get();
        seen = true;
        if (away) {
          display.note("Temporal answers again");
          away = false;
        }
        display.show(sight);
        if (sight instanceof Sight.Ended ended) {
          return ended.report().outcome() == UpgradeState.COMPLETED
              ? ExitCode.OK
              : ExitCode.NOT_REACHED;
        }
        if (sight instanceof Sight.Unreported || sight instanceof Sight.Cut) {
          return ExitCode.NOT_REACHED;
        }
        if (sight instanceof Sight.Open open) {
          onOpen.accept(open);
        }
      } catch (CommandProblem problem) {
        if (!seen || problem.exit() != ExitCode.NO_TEMPORAL) {
          throw problem;
        }
        if (!away) {
          display.note(
              "Temporal does not answer; the run goes on without this window, trying again");
          away = true;
        }
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(interval.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandProblem(ExitCode.UNEXPECTED, "Interrupted; the run goes on", e);
    }
  }
}
