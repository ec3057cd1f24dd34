package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.BadInputException;
import dev.lockkeeper.starter.input.FirstFile;
import dev.lockkeeper.starter.input.RequestFile;
import dev.lockkeeper.starter.input.Source;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.workflows.discovery.Discovered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Writes the first file of a cluster. */
@Command(
    name = "init",
    description =
        "Have a worker look at a running cluster, and write the file that describes it and its upgrade. Nothing is changed there.")
public final class Init implements Callable<Integer> {
  private static final String PRINTED = "-";

  @ParentCommand private LockkeeperCommand root;

  @Mixin private Beginning beginning;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The file to write, and its schema for editors beside it (default: <cluster>.yaml); - prints it.")
  private @Nullable String out;

  @Option(names = "--force", description = "Write over files that are there.")
  private boolean force;

  @Override
  public Integer call() {
    Console console = root.console();
    beginning.complete(console);
    var discovery = beginning.discovery();
    boolean printed = PRINTED.equals(out);
    Path file = printed ? null : file(out == null ? beginning.cluster() + ".yaml" : out);
    // Before anybody is asked: a look at a cluster takes a while.
    if (file != null) {
      refuseIfThere(file);
      refuseIfThere(schemaOf(file));
    }
    Discovered found;
    try (Server server = root.server()) {
      if (server.hasNoWorker()) {
        console.err().println(server.noWorkerLately());
      }
      found = server.discoveries().find(beginning.cluster(), discovery);
    }
    FirstFile first =
        new FirstFile(
            beginning.product(),
            beginning.cluster(),
            beginning.credentials(),
            new FirstFile.Target(beginning.release(), beginning.archive()),
            found);
    if (file == null) {
      String text = first.text(null);
      check("(printed)", text);
      console.out().print(text);
      found.notes().forEach(note -> console.err().println("Check: " + note));
      return ExitCode.OK.number();
    }
    String text = first.text(String.valueOf(schemaOf(file).getFileName()));
    check(file.toString(), text);
    write(schemaOf(file), beginning.product().schema().toPrettyString() + "\n");
    write(file, text);
    console
        .out()
        .println(
            "Wrote "
                + file
                + ": "
                + found.nodes().size()
                + " nodes of "
                + beginning.cluster()
                + "; and "
                + schemaOf(file)
                + " for editors");
    found.notes().forEach(note -> console.out().println("Check: " + note));
    console.out().println("Next: ./lockkeeper plan " + file);
    return ExitCode.OK.number();
  }

  /** A file with which the next command would not begin is none. */
  private static void check(String name, String text) {
    try {
      RequestFile.read(new Source(name, text), List.of());
    } catch (BadInputException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "What was said and found does not make a file that can be used, so nothing was written:\n"
              + e.getMessage(),
          e);
    }
  }

  private void refuseIfThere(Path file) {
    if (!force && Files.exists(file)) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          file + " is there already and was left as it is; give another --out, or --force");
    }
  }

  private static Path file(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "--out: \"" + name + "\" is no name of a file", e);
    }
  }

  private static Path schemaOf(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.(ya?ml|json)$", "");
    return file.resolveSibling(name + ".schema.json");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "The file " + file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
