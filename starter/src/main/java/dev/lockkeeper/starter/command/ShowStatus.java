package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.Ink;
import dev.lockkeeper.starter.view.QuestionView;
import dev.lockkeeper.starter.view.SightView;
import dev.lockkeeper.starter.view.StatusDocument;
import dev.lockkeeper.starter.view.Times;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows where a run stands. */
@Command(
    name = "status",
    description = "Show where a run stands: nodes, open questions, evidence, how to answer.")
public final class ShowStatus implements Runnable {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster that is upgraded.")
  private String cluster;

  @Option(names = "--detail", description = "Show long details, such as changed files, as a whole.")
  private boolean detail;

  @Mixin private Output output;

  @Override
  public void run() {
    try (Server server = root.server()) {
      Sight sight = server.upgrades().run(cluster).lookClosely();
      Console console = root.console();
      Ink ink = console.ink();
      Times times = root.times();
      QuestionView questions =
          detail ? QuestionView.full(ink, times) : QuestionView.brief(ink, times);
      output.print(
          console,
          StatusDocument.of(sight),
          () -> new SightView(ink, times, questions).lines(sight));
    }
  }
}
