package dev.lockkeeper.starter;

import dev.lockkeeper.starter.command.Abort;
import dev.lockkeeper.starter.command.Amend;
import dev.lockkeeper.starter.command.AnswerStep;
import dev.lockkeeper.starter.command.Approve;
import dev.lockkeeper.starter.command.Codec;
import dev.lockkeeper.starter.command.Doctor;
import dev.lockkeeper.starter.command.Init;
import dev.lockkeeper.starter.command.ListUpgrades;
import dev.lockkeeper.starter.command.MakePlan;
import dev.lockkeeper.starter.command.OpenMldb;
import dev.lockkeeper.starter.command.Pause;
import dev.lockkeeper.starter.command.Recover;
import dev.lockkeeper.starter.command.Reject;
import dev.lockkeeper.starter.command.Release;
import dev.lockkeeper.starter.command.Report;
import dev.lockkeeper.starter.command.Resume;
import dev.lockkeeper.starter.command.Schema;
import dev.lockkeeper.starter.command.ShowStatus;
import dev.lockkeeper.starter.command.Start;
import dev.lockkeeper.starter.command.Validate;
import dev.lockkeeper.starter.command.Watch;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * The commands by their names. Picocli reads all annotations of each one that it is given, which
 * takes a third of the time of a short command; so it is given only the one that is meant.
 */
final class Subcommands {
  /** In the order of the help. */
  private static final List<Class<?>> ALL =
      List.of(
          Init.class,
          Validate.class,
          MakePlan.class,
          Start.class,
          ListUpgrades.class,
          ShowStatus.class,
          Watch.class,
          Approve.class,
          Reject.class,
          AnswerStep.class,
          Pause.class,
          Resume.class,
          Abort.class,
          Amend.class,
          Report.class,
          Release.class,
          Recover.class,
          Schema.class,
          Doctor.class,
          Codec.class,
          OpenMldb.class);

  private Subcommands() {}

  /**
   * Those that these arguments can mean: one if they begin with its name, else all, so that help,
   * suggestions and options before the name work.
   */
  static List<Class<?>> needed(String... arguments) {
    if (arguments.length == 0) {
      return ALL;
    }
    return ALL.stream()
        .filter(type -> type.getAnnotation(Command.class).name().equals(arguments[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(ALL);
  }
}
