package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Open a gate. */
@Command(name = "approve", description = "Open a gate.")
public final class Approve implements Runnable {
  @ParentCommand private LockkeeperCommand root;
  @Mixin private GateAnswer answer;

  @Override
  public void run() {
    answer.give(root, "Approve", "approveGate");
  }
}
