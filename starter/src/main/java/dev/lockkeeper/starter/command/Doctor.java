package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.BadInputException;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.view.QuestionView;
import dev.lockkeeper.workflows.model.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Looks for what would keep an upgrade from running. */
@Command(
    name = "doctor",
    description = "Check Java, Temporal, the worker and, if given, a request file; say what to do.")
public final class Doctor implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      arity = "0..1",
      description = "A request file to check as well.")
  private @Nullable String file;

  @Mixin private Output output;

  private final List<Check> checks = new ArrayList<>();

  @Override
  public Integer call() {
    checks.add(
        Check.good(
            "java", System.getProperty("java.version") + " in " + System.getProperty("java.home")));
    ExitCode exit = checkServer();
    if (file != null && !checkFile(file)) {
      exit = exit == ExitCode.OK ? ExitCode.BAD_INPUT : exit;
    }
    if (exit == ExitCode.OK && checks.stream().anyMatch(Check::isBad)) {
      exit = ExitCode.NOT_REACHED;
    }
    output.print(root.console(), checks, this::lines);
    return exit.number();
  }

  private ExitCode checkServer() {
    try (Server server = root.server()) {
      checks.addAll(new ServerChecks(server, root.times()).run());
      return ExitCode.OK;
    } catch (CommandProblem problem) {
      checks.add(new Check(Fact.bad("temporal", String.valueOf(problem.getMessage())), null));
      return problem.exit();
    }
  }

  private boolean checkFile(String name) {
    try {
      CheckedRequest request = InputFile.read(root.console(), name, List.of());
      checks.add(Check.good("file", name + " has no mistakes"));
      checks.addAll(FileChecks.of(request));
      return true;
    } catch (BadInputException e) {
      e.findings()
          .forEach(finding -> checks.add(Check.bad("file", finding.toString(), "correct it")));
    } catch (CommandProblem problem) {
      checks.add(Check.bad("file", String.valueOf(problem.getMessage()), "name another file"));
    }
    return false;
  }

  private List<String> lines() {
    Console console = root.console();
    QuestionView view = QuestionView.brief(console.ink(), root.times());
    List<String> lines = new ArrayList<>();
    for (Check check : checks) {
      lines.add(view.line(check.fact()));
      if (check.advice() != null) {
        lines.add("    → " + check.advice());
      }
    }
    return lines;
  }
}
