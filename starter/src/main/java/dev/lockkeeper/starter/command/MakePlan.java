package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.report.PlanPage;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Upgrades;
import dev.lockkeeper.starter.view.PlanDocument;
import dev.lockkeeper.starter.view.PlanView;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Goes through an upgrade on paper. */
@Command(
    name = "plan",
    description =
        "Say what an upgrade will do, step by step, with the cluster as it is now. Nothing is changed.")
public final class MakePlan implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Mixin private RequestOptions options;

  @Option(names = "--scripts", description = "Print the scripts of all jobs as well.")
  private boolean scripts;

  @Option(names = "--html", paramLabel = "FILE", description = "Write it as one HTML page, too.")
  private @Nullable Path page;

  @Mixin private Output output;

  @Override
  public Integer call() {
    CheckedRequest request = options.read(root.console());
    try (Server server = root.server()) {
      Upgrades upgrades = server.upgrades();
      if (server.hasNoWorker()) {
        root.console().err().println(server.noWorkerLately());
      }
      UpgradeReport report = upgrades.plan(request);
      Map<String, Double> downBefore = upgrades.downSecondsBefore(request.cluster());
      PlanDocument document = PlanDocument.of(report, request.json(), downBefore);
      if (page != null) {
        StoredReport.write(page, PlanPage.text(document));
      }
      PlanView view = new PlanView(root.console().ink());
      output.print(root.console(), document, () -> view.lines(document, options.file(), scripts));
      return (document.problems().isEmpty() ? ExitCode.OK : ExitCode.NOT_REACHED).number();
    }
  }
}
