package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Open a gate. */
@Command(name = "approve", description = "Open a gate.")
public final class Approve implements Runnable {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster that is upgraded.")
  private String cluster;

  @Parameters(
      index = "1",
      paramLabel = "GATE",
      arity = "0..1",
      description = "Id of the gate, as status shows it; may be left out when one is open.")
  private @Nullable String gate;

  @Mixin private Speaker speaker;
  @Mixin private Output output;

  @Override
  public void run() {
    try (Server server = root.server()) {
      Run run = server.upgrades().run(cluster);
      String id = Questions.of(root, run).choose(gate, QuestionKind.GATE, "Approve");
      Receipt receipt =
          run.update("approveGate", new Answer(id, speaker.by(root), speaker.comment()));
      output.print(root.console(), receipt, () -> List.of(receipt.message()));
    }
  }
}
