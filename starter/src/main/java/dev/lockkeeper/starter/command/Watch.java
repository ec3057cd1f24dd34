package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Server;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Follows a run to its end. */
@Command(
    name = "watch",
    description =
        "Follow a run to its end, whatever happens to the worker or the server. Ends with the run's exit code.")
public final class Watch implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster that is upgraded.")
  private String cluster;

  @Mixin private Following following;
  @Mixin private Output output;

  @Override
  public Integer call() {
    following.check();
    try (Server server = root.server()) {
      return following.follow(root, server.upgrades().run(cluster), output).number();
    }
  }
}
