package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.view.TraceView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells from a cluster's nodes alone what is half done there. */
@Command(
    name = "recover",
    description =
        "List from a cluster's nodes alone what an upgrade has left half done, and what to do; for when Temporal has"
            + " lost it. Changes nothing.")
public final class Recover implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(
      index = "0",
      paramLabel = "CLUSTER-FILE",
      description = "The request's file, YAML or JSON; - for standard input.")
  private String file;

  @Mixin private Output output;

  @Override
  public Integer call() {
    CheckedRequest request = InputFile.checked(root.console(), file);
    try (Server server = root.server()) {
      Recovery recovery =
          Recovery.of(
              server.fences().recover(request.cluster(), request.nodes()),
              claim -> server.fences().holder(claim));
      Console console = root.console();
      TraceView view = new TraceView(console.ink(), root.times());
      output.print(
          console,
          recovery,
          () -> view.lines(recovery.seen(), recovery.sentences(), recovery.next()));
      return (recovery.isClean() ? ExitCode.OK : ExitCode.NOT_REACHED).number();
    }
  }
}
