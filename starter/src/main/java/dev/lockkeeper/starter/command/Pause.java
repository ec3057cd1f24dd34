package dev.lockkeeper.starter.command;

import picocli.CommandLine.Command;

/** Hold before the next step; a running job finishes. */
@Command(name = "pause", description = "Hold before the next step; a running job finishes.")
public final class Pause extends WordCommand {
  public Pause() {
    super("pause", "it holds before the next step");
  }
}
