package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.CutView;
import dev.lockkeeper.starter.view.ReportView;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what is kept of a run. */
@Command(
    name = "report",
    description = "Print who approved what, what ran where, versions and down times.")
public final class Report implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(
      index = "0",
      paramLabel = "CLUSTER",
      description = "The cluster that is or was upgraded.")
  private String cluster;

  @Mixin private Output output;

  @Override
  public Integer call() {
    try (Server server = root.server()) {
      return print(server.upgrades().run(cluster)).number();
    }
  }

  private ExitCode print(Run run) {
    Console console = root.console();
    Sight sight = run.look();
    if (sight instanceof Sight.Cut cut) {
      CutView view = new CutView(console.ink(), root.times());
      output.print(console, CutView.document(cut), () -> view.lines(cut));
      return ExitCode.NOT_REACHED;
    }
    ReportView view = new ReportView(console.ink(), root.times());
    if (sight instanceof Sight.Ended ended) {
      output.print(console, ended.report(), () -> view.lines(ended.report()));
      return ExitCode.OK;
    }
    if (sight instanceof Sight.Unreported unreported) {
      throw new CommandProblem(
          ExitCode.NOT_REACHED,
          "The run ended without a report ("
              + unreported.facts().shownState()
              + "): "
              + unreported.reason());
    }
    UpgradeReport soFar =
        run.reportSoFar()
            .orElseThrow(
                () ->
                    new CommandProblem(
                        ExitCode.NO_TEMPORAL,
                        "No worker answers for this run, so its report so far cannot be read; is one running? ./lockkeeper doctor"));
    output.print(console, soFar, () -> view.soFar(soFar));
    return ExitCode.OK;
  }
}
