package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** End the run at a gate. */
@Command(name = "reject", description = "End the run at a gate.")
public final class Reject implements Runnable {
  @ParentCommand private LockkeeperCommand root;
  @Mixin private GateAnswer answer;

  @Override
  public void run() {
    answer.give(root, "Reject, which ends the run, at", "rejectGate");
  }
}
