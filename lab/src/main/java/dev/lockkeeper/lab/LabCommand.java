package dev.lockkeeper.lab;

import dev.lockkeeper.lab.demo.DemoCommand;
import dev.lockkeeper.lab.demo.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that bring their own surroundings: {@code demo} and {@code up}. */
@Command(
    name = "lockkeeper",
    mixinStandardHelpOptions = true,
    subcommands = {DemoCommand.class, UpCommand.class, PractiseCommand.class},
    description = "Lockkeeper's lab.")
public final class LabCommand {
  private LabCommand() {}

  public static void main(String[] arguments) {
    // Not the class path's logback.xml: that one is the worker's.
    System.setProperty("logback.configurationFile", "dev/lockkeeper/lab/logback.xml");
    CommandLine commands = new CommandLine(new LabCommand());
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (System.getenv("LOCKKEEPER_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
          }
          command
              .getErr()
              .println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
          return 1;
        });
    System.exit(commands.execute(arguments));
  }
}
