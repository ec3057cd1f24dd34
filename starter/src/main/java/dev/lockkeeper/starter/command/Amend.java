package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.workflows.model.Amendment;
import dev.lockkeeper.workflows.model.GateFrequency;
import dev.lockkeeper.workflows.model.Receipt;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Changes the rest of a run. */
@Command(
    name = "amend",
    description =
        "Change the rest of a run: when it asks, whom, and in which order the nodes come."
            + " What is left out stays; an open gate keeps what it was asked with.")
public final class Amend implements Runnable {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster that is upgraded.")
  private String cluster;

  @Option(
      names = "--policy",
      paramLabel = "every-node|canary|per-role|none",
      description = "When to ask for approval from now on.")
  private @Nullable String policy;

  @Option(
      names = "--approvers",
      paramLabel = "N",
      description = "How many different people must approve each gate.")
  private @Nullable Integer approvers;

  @Option(
      names = "--allow",
      paramLabel = "NAME,NAME",
      description = "Who may answer; --allow= is everybody.")
  private @Nullable String allow;

  @Option(
      names = "--expire",
      paramLabel = "DURATION",
      description = "How long a gate stays open, such as PT12H or P2D.")
  private @Nullable String expire;

  @Option(
      names = "--order",
      paramLabel = "NODE,NODE",
      description = "Nodes not yet begun, in the order in which they shall come; the rest follows.")
  private @Nullable String order;

  @Mixin private Speaker speaker;
  @Mixin private Output output;

  @Override
  public void run() {
    Amendment change = change();
    try (Server server = root.server()) {
      Run run = server.upgrades().run(cluster);
      Questions.of(root, run);
      Receipt receipt = run.update("amendRun", change);
      output.print(root.console(), receipt, () -> List.of(receipt.message()));
    }
  }

  private Amendment change() {
    if (policy == null && approvers == null && allow == null && expire == null && order == null) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "Nothing to change: give --policy, --approvers, --allow, --expire or --order");
    }
    return new Amendment(
        speaker.by(root),
        policy == null ? null : policy(policy),
        approvers,
        allow == null ? null : names(allow),
        expire == null ? null : duration(expire),
        order == null ? null : names(order),
        speaker.comment());
  }

  private static GateFrequency policy(String word) {
    return Arrays.stream(GateFrequency.values())
        .filter(known -> known.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandProblem(
                    ExitCode.BAD_INPUT,
                    "--policy "
                        + word
                        + ": write one of "
                        + Arrays.stream(GateFrequency.values())
                            .map(GateFrequency::word)
                            .collect(Collectors.joining(", "))));
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "--expire " + text + ": write a duration such as PT12H or P2D", e);
    }
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }
}
