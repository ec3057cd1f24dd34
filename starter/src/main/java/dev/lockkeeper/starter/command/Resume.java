package dev.lockkeeper.starter.command;

import picocli.CommandLine.Command;

/** Go on after a pause, or ask an expired gate again. */
@Command(name = "resume", description = "Go on after a pause, or ask an expired gate again.")
public final class Resume extends WordCommand {
  public Resume() {
    super("resume", "it goes on");
  }
}
