package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.Receipt;
import dev.lockkeeper.workflows.model.StepAnswer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what to do with a blocked step. */
@Command(name = "answer", description = "Say what to do with a blocked step.")
public final class AnswerStep implements Runnable {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(paramLabel = "CLUSTER", description = "The cluster that is upgraded.")
  private String cluster;

  @Parameters(
      paramLabel = "STEP",
      arity = "0..1",
      description = "Id of the blocked step, as status shows it; may be left out when one is open.")
  private @Nullable String step;

  @Option(
      names = "--choice",
      required = true,
      paramLabel = "retry|skip|restore|abort",
      description = "One of the choices that the step offers.")
  private Word choice;

  @Mixin private Speaker speaker;
  @Mixin private Output output;

  @Override
  public void run() {
    try (Server server = root.server()) {
      Run run = server.upgrades().run(cluster);
      String verb = choice.name().toUpperCase(Locale.ROOT).charAt(0) + choice.name().substring(1);
      String id = Questions.of(root, run).choose(step, QuestionKind.BLOCKED, verb);
      Choice meant = Choice.valueOf(choice.name().toUpperCase(Locale.ROOT));
      Receipt receipt =
          run.update("answerStep", new StepAnswer(id, meant, speaker.by(root), speaker.comment()));
      output.print(root.console(), receipt, () -> List.of(receipt.message()));
    }
  }

  /** The choices as they are typed, since picocli lists constants in its messages. */
  enum Word {
    retry,
    skip,
    restore,
    abort
  }
}
