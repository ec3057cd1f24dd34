package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.StatusDocument;
import dev.lockkeeper.workflows.model.Word;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says one word to a run as a whole, and shows where the run stands once it was heard. */
abstract class WordCommand implements Runnable {
  private final String signal;
  private final String effect;

  @ParentCommand private LockkeeperCommand root;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster that is upgraded.")
  private String cluster;

  @Mixin private Speaker speaker;
  @Mixin private Output output;

  /**
   * @param signal its name
   * @param effect what the run does when it has heard it
   */
  WordCommand(String signal, String effect) {
    this.signal = signal;
    this.effect = effect;
  }

  @Override
  public final void run() {
    try (Server server = root.server()) {
      Sight sight =
          new Saying(server.upgrades().run(cluster), signal)
              .say(new Word(speaker.by(root), speaker.comment()));
      StatusDocument document = StatusDocument.of(sight);
      output.print(
          root.console(),
          document,
          () -> List.of("Heard: " + effect + ". The run is " + document.state() + "."));
    }
  }
}
