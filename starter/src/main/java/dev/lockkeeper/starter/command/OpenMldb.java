package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What only OpenMLDB needs. */
@Command(
    name = "openmldb",
    description = "What only OpenMLDB needs: its Java clients.",
    subcommands = ClientVersion.class)
public final class OpenMldb implements Runnable {
  @ParentCommand private LockkeeperCommand root;
  @Spec private CommandSpec spec;

  LockkeeperCommand root() {
    return root;
  }

  @Override
  public void run() {
    spec.commandLine().usage(root.console().out());
  }
}
