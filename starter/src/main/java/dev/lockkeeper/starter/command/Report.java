package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.ReportView;
import dev.lockkeeper.workflows.model.UpgradeReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what is kept of a run. */
@Command(
    name = "report",
    description = "Print who approved what, what ran where, versions and down times.")
public final class Report implements Runnable {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(
      index = "0",
      paramLabel = "CLUSTER",
      description = "The cluster that is or was upgraded.")
  private String cluster;

  @Mixin private Output output;

  @Override
  public void run() {
    try (Server server = root.server()) {
      UpgradeReport report = read(server.upgrades().run(cluster));
      output.print(
          root.console(),
          report,
          () -> new ReportView(root.console().ink(), root.times()).lines(report));
    }
  }

  private static UpgradeReport read(Run run) {
    Sight sight = run.look();
    if (sight instanceof Sight.Ended ended) {
      return ended.report();
    }
    if (sight instanceof Sight.Unreported unreported) {
      throw new CommandProblem(
          ExitCode.NOT_REACHED,
          "The run ended without a report ("
              + unreported.facts().shownState()
              + "): "
              + unreported.reason());
    }
    return run.reportSoFar()
        .orElseThrow(
            () ->
                new CommandProblem(
                    ExitCode.NO_TEMPORAL,
                    "No worker answers for this run, so its report so far cannot be read; is one running? ./lockkeeper doctor"));
  }
}
