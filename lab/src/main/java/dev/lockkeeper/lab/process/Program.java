package dev.lockkeeper.lab.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run as a child process.
 *
 * @param name what people call it, for messages: "Temporal server"
 * @param command the program and its arguments, each one argument as it is
 * @param environment variables added to those of this process
 * @param log the file that gets its output and errors; appended to, its directory must exist
 */
public record Program(
    String name, List<String> command, Map<String, String> environment, Path log) {
  public Program {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("A program needs a command: " + name);
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A program that runs in this process's own environment. */
  public Program(String name, List<String> command, Path log) {
    this(name, command, Map.of(), log);
  }
}
