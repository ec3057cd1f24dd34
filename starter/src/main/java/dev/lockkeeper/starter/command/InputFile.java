package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.input.BadInputException;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.input.Replacement;
import dev.lockkeeper.starter.input.RequestFile;
import dev.lockkeeper.starter.input.Source;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Reads the file that an operator names. */
final class InputFile {
  private InputFile() {}

  static CheckedRequest read(Console console, String file, List<Replacement> replacements)
      throws BadInputException {
    try {
      return RequestFile.read(Source.read(file, console.in()), replacements);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "There is no file " + file + ". A sample to begin with: ./lockkeeper schema --example",
          e);
    } catch (IOException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "The file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads it for a command that cannot go on without it.
   *
   * @throws CommandProblem with all its mistakes
   */
  static CheckedRequest checked(Console console, String file) {
    try {
      return read(console, file, List.of());
    } catch (BadInputException e) {
      throw refused(e);
    }
  }

  /** Ends a command because of the mistakes in its file. */
  static CommandProblem refused(BadInputException e) {
    int count = e.findings().size();
    return new CommandProblem(
        ExitCode.BAD_INPUT,
        e.getMessage()
            + "\n"
            + (count == 1 ? "1 mistake" : count + " mistakes")
            + "; nothing was started",
        e);
  }
}
