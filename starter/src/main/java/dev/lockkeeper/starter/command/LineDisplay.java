package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.Changes;
import dev.lockkeeper.starter.view.QuestionView;
import dev.lockkeeper.starter.view.SightView;
import dev.lockkeeper.starter.view.Times;
import org.jspecify.annotations.Nullable;

/** Writes one line for each change: for pipes and logs. */
final class LineDisplay implements Watcher.Display {
  private final Console console;
  private final Times times;
  private Sight.@Nullable Open last;
  private boolean silent;

  LineDisplay(Console console, Times times) {
    this.console = console;
    this.times = times;
  }

  @Override
  public void show(Sight sight) {
    if (sight instanceof Sight.Open open) {
      if (silent) {
        note("a worker answers again");
        silent = false;
      }
      Changes.between(last, open).forEach(this::note);
      last = open;
    } else if (sight instanceof Sight.Silent quiet) {
      if (!silent) {
        note(quiet.why());
        silent = true;
      }
    } else {
      if (last != null && sight instanceof Sight.Ended ended) {
        Changes.toEnd(last.status(), ended.report()).forEach(this::note);
      }
      QuestionView questions = QuestionView.brief(console.ink(), times);
      new SightView(console.ink(), times, questions).lines(sight).forEach(console.out()::println);
      console.out().flush();
    }
  }

  @Override
  public void note(String text) {
    console.out().println(times.now() + "  " + text);
    console.out().flush();
  }
}
