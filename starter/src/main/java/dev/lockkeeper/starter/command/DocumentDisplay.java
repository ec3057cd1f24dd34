package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.StatusDocument;

/** Writes a line of JSON each time something has changed. */
final class DocumentDisplay implements Watcher.Display {
  private final Console console;
  private String last = "";

  DocumentDisplay(Console console) {
    this.console = console;
  }

  @Override
  public void show(Sight sight) {
    String line = StatusDocument.of(sight).line();
    if (!line.equals(last)) {
      console.out().println(line);
      console.out().flush();
      last = line;
    }
  }

  @Override
  public void note(String text) {
    console.err().println(text);
  }
}
