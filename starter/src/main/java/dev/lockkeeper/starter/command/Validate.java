package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.BadInputException;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.input.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Checks a request file without asking anybody else. */
@Command(name = "validate", description = "Check a request file and report all its mistakes.")
public final class Validate implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(index = "0", paramLabel = "FILE", description = "YAML or JSON; - for standard input.")
  private String file;

  @Mixin private Output output;

  @Override
  public Integer call() {
    try {
      CheckedRequest request = InputFile.read(root.console(), file, List.of());
      String nodes = request.json().path("nodes").size() + " nodes";
      output.print(
          root.console(),
          new Outcome(file, true, List.of()),
          () ->
              List.of(
                  file
                      + ": no mistakes; upgrades "
                      + request.product().word()
                      + " cluster "
                      + request.cluster()
                      + " ("
                      + nodes
                      + ") to "
                      + request.target()));
      return ExitCode.OK.number();
    } catch (BadInputException e) {
      output.print(
          root.console(),
          new Outcome(file, false, e.findings().stream().map(Entry::of).toList()),
          () -> List.of(e.getMessage()));
      return ExitCode.BAD_INPUT.number();
    }
  }

  /** What programs read. */
  record Outcome(String file, boolean valid, List<Entry> mistakes) {}

  /** One mistake; line and column count from 1. */
  record Entry(String path, int line, int column, String message, @Nullable String option) {
    static Entry of(Finding finding) {
      return new Entry(
          finding.mistake().path(),
          finding.place().line(),
          finding.place().column(),
          finding.mistake().message(),
          finding.place().option());
    }
  }
}
