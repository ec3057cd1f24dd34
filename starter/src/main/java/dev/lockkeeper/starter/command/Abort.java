package dev.lockkeeper.starter.command;

import picocli.CommandLine.Command;

/** Let the running job finish, undo temporary settings and end. */
@Command(
    name = "abort",
    description = "Let the running job finish, undo temporary settings and end.")
public final class Abort extends WordCommand {
  public Abort() {
    super("abort", "it ends as soon as the running job is done");
  }
}
