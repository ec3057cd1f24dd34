package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A gate, and who answers it. */
final class GateAnswer {
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

  /**
   * Answers the gate and tells what came of it.
   *
   * @param verb what is done to a gate; the beginning of a question when none is named
   * @param update that the run takes it by
   */
  void give(LockkeeperCommand root, String verb, String update) {
    try (Server server = root.server()) {
      Run run = server.upgrades().run(cluster);
      String id = Questions.of(root, run).choose(gate, QuestionKind.GATE, verb);
      Receipt receipt = run.update(update, new Answer(id, speaker.by(root), speaker.comment()));
      output.print(root.console(), receipt, () -> List.of(receipt.message()));
    }
  }
}
