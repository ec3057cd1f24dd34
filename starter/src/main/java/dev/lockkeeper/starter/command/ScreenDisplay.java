package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.QuestionView;
import dev.lockkeeper.starter.view.SightView;
import dev.lockkeeper.starter.view.Times;

/** Redraws a terminal's screen. */
final class ScreenDisplay implements Watcher.Display {
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private final Console console;
  private final Times times;
  private final SightView view;
  private boolean begun;

  ScreenDisplay(Console console, Times times) {
    this.console = console;
    this.times = times;
    this.view = new SightView(console.ink(), times, QuestionView.brief(console.ink(), times));
  }

  @Override
  public void show(Sight sight) {
    StringBuilder screen = new StringBuilder();
    if (!begun) {
      screen.append(HOME).append(CLEAR_BELOW);
      begun = true;
    }
    // Drawing over the old lines instead of clearing first keeps the screen from flickering.
    screen.append(HOME);
    view.lines(sight)
        .forEach(line -> screen.append(line).append(CLEAR_TO_END_OF_LINE).append('\n'));
    screen.append(CLEAR_BELOW);
    console.out().print(screen);
    console.out().flush();
  }

  @Override
  public void note(String text) {
    console.out().println(console.ink().attention(times.now() + "  " + text));
    console.out().flush();
  }
}
