package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.Receipt;
import dev.lockkeeper.workflows.model.StepAnswer;
import java.util.Arrays;
import java.util.List;
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

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster that is upgraded.")
  private String cluster;

  @Parameters(
      index = "1",
      paramLabel = "STEP",
      arity = "0..1",
      description = "Id of the blocked step, as status shows it; may be left out when one is open.")
  private @Nullable String step;

  @Option(
      names = "--choice",
      required = true,
      paramLabel = "retry|skip|restore|abort",
      description = "One of the choices that the step offers.")
  private String choice;

  @Mixin private Speaker speaker;
  @Mixin private Output output;

  @Override
  public void run() {
    Choice meant = meant();
    try (Server server = root.server()) {
      Run run = server.upgrades().run(cluster);
      String verb = "Answer " + choice + " to";
      String id = Questions.of(root, run).choose(step, QuestionKind.BLOCKED, verb);
      Receipt receipt =
          run.update("answerStep", new StepAnswer(id, meant, speaker.by(root), speaker.comment()));
      output.print(root.console(), receipt, () -> List.of(receipt.message()));
    }
  }

  private Choice meant() {
    return Arrays.stream(Choice.values())
        .filter(known -> known.word().equals(choice))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandProblem(
                    ExitCode.BAD_INPUT,
                    "--choice "
                        + choice
                        + ": write one of retry, skip, restore, abort, as the step offers them"));
  }
}
