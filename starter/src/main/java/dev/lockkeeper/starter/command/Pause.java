package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.StatusDocument;
import dev.lockkeeper.workflows.model.Word;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Hold before the next step; a running job finishes. */
@Command(name = "pause", description = "Hold before the next step; a running job finishes.")
public final class Pause implements Runnable {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster that is upgraded.")
  private String cluster;

  @Mixin private Speaker speaker;
  @Mixin private Output output;

  @Override
  public void run() {
    try (Server server = root.server()) {
      Sight sight =
          new Saying(server.upgrades().run(cluster), "pause")
              .say(new Word(speaker.by(root), speaker.comment()));
      StatusDocument document = StatusDocument.of(sight);
      output.print(
          root.console(),
          document,
          () ->
              List.of(
                  "Heard: it holds before the next step. The run is " + document.state() + "."));
    }
  }
}
