package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.BadInputException;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.input.Replacement;
import dev.lockkeeper.starter.input.YamlText;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Starts an upgrade. */
@Command(name = "start", description = "Check a request file and start its upgrade.")
public final class Start implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(index = "0", paramLabel = "FILE", description = "YAML or JSON; - for standard input.")
  private String file;

  @Option(
      names = "--method",
      paramLabel = "rolling|full-stop",
      description = "Instead of the file's fluss.method.")
  private @Nullable String method;

  @Option(
      names = "--gates",
      paramLabel = "every-node|canary|per-role|none",
      description = "Instead of the file's gates.policy.")
  private @Nullable String gates;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Instead of any value of the file, such as --set nodes[0].host=10.0.0.21.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = {"--watch", "--wait"},
      description = "Follow the run to its end, and end with its exit code.")
  private boolean watch;

  @Mixin private Following following;
  @Mixin private Output output;

  @Override
  public Integer call() {
    following.check();
    CheckedRequest request;
    try {
      request = InputFile.read(root.console(), file, replacements());
    } catch (BadInputException e) {
      throw InputFile.refused(e);
    }
    try (Server server = root.server()) {
      Upgrades upgrades = server.upgrades();
      String runId =
          upgrades.start(
              request.product().workflowType(),
              request.cluster(),
              "Upgrade " + request.cluster() + " to " + request.target(),
              request.json());
      boolean idle = server.facts().pollers().map(List::isEmpty).orElse(false);
      announce(request, runId, idle);
      return watch || following.approves()
          ? following.follow(root, upgrades.run(request.cluster()), output).number()
          : ExitCode.OK.number();
    }
  }

  private void announce(CheckedRequest request, String runId, boolean idle) {
    String cluster = request.cluster();
    String id = UpgradeRequest.workflowId(cluster);
    if (idle) {
      root.console()
          .err()
          .println(
              "Warning: no worker has asked for work on the queue lockkeeper lately. The run waits until one is"
                  + " started: ./lockkeeper worker");
    }
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

  private List<Replacement> replacements() throws BadInputException {
    List<Replacement> replacements = new ArrayList<>();
    if (method != null) {
      replacements.add(text("--method", "fluss.method", method));
    }
    if (gates != null) {
      replacements.add(text("--gates", "gates.policy", gates));
    }
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new CommandProblem(
            ExitCode.BAD_INPUT,
            "--set " + setting + ": write PATH=VALUE, such as gates.approvers=2");
      }
      JsonNode value = YamlText.value("--set " + setting, setting.substring(equals + 1));
      replacements.add(new Replacement("--set " + setting, setting.substring(0, equals), value));
    }
    return replacements;
  }

  private static Replacement text(String option, String path, String value) {
    return new Replacement(option + " " + value, path, TextNode.valueOf(value));
  }

  /** What programs read. */
  record Started(
      String workflowId, String runId, String cluster, String target, boolean workerSeen) {}
}
