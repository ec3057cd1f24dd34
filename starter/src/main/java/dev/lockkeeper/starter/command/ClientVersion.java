package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.pom.ClientUpdate;
import dev.lockkeeper.starter.pom.PomChange;
import dev.lockkeeper.starter.pom.PomMistake;
import dev.lockkeeper.starter.view.Ink;
import dev.lockkeeper.workflows.model.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** "Upgrade the Java Client": the version numbers in the applications' poms. */
@Command(
    name = "client-version",
    description =
        "Set openmldb-jdbc and openmldb-native in poms to a release, show the difference, and leave"
            + " every other character as it is.")
public final class ClientVersion implements Callable<Integer> {
  @ParentCommand private OpenMldb parent;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "VERSION",
      description = "The cluster's release, such as 0.9.2; -macos stays where it is.")
  private String to;

  @Option(names = "--dry-run", description = "Show the difference and write nothing.")
  private boolean dryRun;

  @Parameters(
      arity = "1..*",
      paramLabel = "POM",
      description =
          "Poms of all modules, and those they inherit from if these set or manage the version.")
  private List<String> poms;

  @Mixin private Output output;

  @Override
  public Integer call() {
    Console console = parent.root().console();
    ClientUpdate update = ClientUpdate.plan(poms, target());
    if (!update.mistakes().isEmpty()) {
      output.print(
          console,
          Outcome.of(to, false, update),
          () -> {
            List<String> lines =
                new ArrayList<>(update.mistakes().stream().map(PomMistake::toString).toList());
            lines.add("Nothing was written");
            return lines;
          });
      return ExitCode.BAD_INPUT.number();
    }
    boolean write = !dryRun && update.changes().stream().anyMatch(PomChange::changed);
    if (write) {
      write(update);
    }
    output.print(console, Outcome.of(to, write, update), () -> lines(console.ink(), update, write));
    return ExitCode.OK.number();
  }

  private Version target() {
    if (!to.matches("[0-9]{1,5}(\\.[0-9]{1,5}){2,3}")) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "--to \"" + to + "\" is not a release such as 0.9.2; -macos stays where it is already");
    }
    return Version.of(to);
  }

  private static void write(ClientUpdate update) {
    try {
      update.write();
    } catch (IOException e) {
      throw new CommandProblem(ExitCode.UNEXPECTED, String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> lines(Ink ink, ClientUpdate update, boolean written) {
    List<String> lines = new ArrayList<>();
    for (PomChange change : update.changes()) {
      change.difference().forEach(line -> lines.add(coloured(ink, line)));
    }
    update.notes().forEach(note -> lines.add(ink.attention("Look at it: ") + note));
    long changed = update.changes().stream().filter(PomChange::changed).count();
    if (changed == 0) {
      lines.add("All is at " + to + " already");
    } else {
      lines.add(
          (changed == 1 ? "1 pom" : changed + " poms")
              + (written ? " changed; build the applications anew" : " would change (--dry-run)"));
    }
    return lines;
  }

  private static String coloured(Ink ink, String line) {
    if (line.startsWith("---") || line.startsWith("+++")) {
      return ink.bold(line);
    }
    return line.startsWith("-") ? ink.bad(line) : line.startsWith("+") ? ink.good(line) : line;
  }

  /** What programs read. */
  record Outcome(
      String to,
      boolean written,
      List<PomChange> poms,
      List<String> notes,
      List<PomMistake> mistakes) {
    static Outcome of(String to, boolean written, ClientUpdate update) {
      return new Outcome(to, written, update.changes(), update.notes(), update.mistakes());
    }
  }
}
