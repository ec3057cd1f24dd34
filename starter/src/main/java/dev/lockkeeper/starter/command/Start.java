package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Upgrades;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Starts an upgrade. */
@Command(name = "start", description = "Check a request file and start its upgrade.")
public final class Start implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Mixin private RequestOptions options;

  @Option(
      names = "--plan",
      paramLabel = "HASH|FILE",
      description =
          "Start only if the upgrade would still do what that plan says: its hash, or the JSON that plan --json printed.")
  private @Nullable String plan;

  @Option(
      names = {"--watch", "--wait"},
      description = "Follow the run to its end, and end with its exit code.")
  private boolean watch;

  @Mixin private Following following;
  @Mixin private Output output;

  @Override
  public Integer call() {
    following.check();
    CheckedRequest request = options.read(root.console());
    try (Server server = root.server()) {
      Upgrades upgrades = server.upgrades();
      if (plan != null) {
        new PlanComparison(upgrades, request).require(plan);
      }
      String runId =
          upgrades.start(
              request.product().workflowType(),
              request.cluster(),
              "Upgrade " + request.cluster() + " to " + request.target(),
              request.json());
      boolean idle = server.hasNoWorker();
      if (idle) {
        root.console().err().println(server.noWorkerLately());
      }
      announce(request, runId, idle);
      return watch || following.approves()
          ? following.follow(root, upgrades.run(request.cluster()), output).number()
          : ExitCode.OK.number();
    }
  }

  private void announce(CheckedRequest request, String runId, boolean idle) {
    String cluster = request.cluster();
    String id = UpgradeRequest.workflowId(cluster);
    if (output.json() && (watch || following.approves())) {
      // Every line that follows is one JSON document of the run.
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Started: " + cluster + " to " + request.target() + " (" + id + ", run " + runId + ")");
    if (!watch && !following.approves()) {
      lines.add("→ ./lockkeeper watch " + cluster);
    }
    output.print(
        root.console(), new Started(id, runId, cluster, request.target(), !idle), () -> lines);
  }

  /** What programs read. */
  record Started(
      String workflowId, String runId, String cluster, String target, boolean workerSeen) {}
}
