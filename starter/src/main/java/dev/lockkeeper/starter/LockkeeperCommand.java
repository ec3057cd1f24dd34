package dev.lockkeeper.starter;

import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.ServerSettings;
import dev.lockkeeper.starter.view.Times;
import io.temporal.payload.codec.PayloadCodecException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line. It is a client of Temporal only: it never reaches a node, and what it does can
 * as well be done in Temporal's own web page.
 */
@Command(
    name = "lockkeeper",
    description = "Upgrades database clusters node by node, and asks before each.",
    mixinStandardHelpOptions = true,
    version = "Lockkeeper " + LockkeeperCommand.RELEASE,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; a followed run has reached its target",
      "1:init: the cluster was not found as a whole; a followed run ended before its target; report: it was terminated or left none, or the verified file was changed;"
          + " release: a node is not free; recover: something is half done or not known; plan or doctor found something",
      "2:the command line or the file is wrong",
      "3:refused: by the run, by you, or because one is running already",
      "4:Temporal or a worker cannot be reached",
      "5:unexpected"
    })
public final class LockkeeperCommand implements Runnable {
  /** This release. */
  public static final String RELEASE = "0.1.0-SNAPSHOT";

  private final Console console;
  @Spec private CommandSpec spec;

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      scope = ScopeType.INHERIT,
      description =
          "Temporal's address; otherwise TEMPORAL_ADDRESS or Temporal's client configuration, else 127.0.0.1:7233.")
  private @Nullable String address;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Temporal's namespace; otherwise as configured, else default.")
  private @Nullable String namespace;

  @Option(
      names = "--task-queue",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "The queue whose workers reach the nodes; otherwise LOCKKEEPER_TASK_QUEUE, else lockkeeper.")
  private @Nullable String taskQueue;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure (also: LOCKKEEPER_DEBUG=1).")
  private boolean verbose;

  private LockkeeperCommand(Console console) {
    this.console = console;
  }

  /** Runs one command in this process and ends it. */
  public static void main(String[] arguments) {
    quietLog();
    System.exit(run(Console.ofProcess(), arguments));
  }

  /** Must come before anything is logged. */
  static void quietLog() {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "lockkeeper-cli-logback.xml");
    }
  }

  /**
   * Runs one command.
   *
   * @return its exit code
   */
  public static int run(Console console, String... arguments) {
    LockkeeperCommand root = new LockkeeperCommand(console);
    CommandLine line = new CommandLine(root);
    Subcommands.needed(arguments).forEach(line::addSubcommand);
    line.setOut(console.out())
        .setErr(console.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.ink().coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((problem, words) -> root.misused(problem))
        .setExecutionExceptionHandler((problem, command, result) -> root.failed(problem));
    int exit = line.execute(arguments);
    console.out().flush();
    console.err().flush();
    return exit;
  }

  @Override
  public void run() {
    spec.commandLine().usage(console.out());
  }

  public Console console() {
    return console;
  }

  public Times times() {
    return Times.in(console.zone());
  }

  /** Connects to Temporal. */
  public Server server() {
    return Server.connect(
        new ServerSettings(
            address, namespace, taskQueue, console.environment(), "lockkeeper " + userName()));
  }

  /** Who is at the keyboard, as far as this machine knows. */
  public String userName() {
    String named = console.environment().getOrDefault("LOCKKEEPER_USER", "");
    return named.isEmpty() ? System.getProperty("user.name", "unknown") : named;
  }

  private int misused(CommandLine.ParameterException problem) {
    console.err().println(problem.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(problem, console.err());
    console
        .err()
        .println("See: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.BAD_INPUT.number();
  }

  private int failed(Exception problem) {
    PrintWriter err = console.err();
    ExitCode exit = ExitCode.UNEXPECTED;
    Optional<PayloadCodecException> sealed = sealed(problem);
    if (sealed.isPresent()) {
      err.println(sealed.get().getMessage());
      exit = ExitCode.BAD_INPUT;
    } else if (problem instanceof CommandProblem known) {
      err.println(known.getMessage());
      exit = known.exit();
    } else {
      err.println("Unexpected: " + problem + ". Add --verbose to see where.");
    }
    if (verbose || "1".equals(console.environment().get("LOCKKEEPER_DEBUG"))) {
      problem.printStackTrace(err);
    }
    return exit.number();
  }

  /** Whatever Temporal gives may be sealed, so a missing key may be met anywhere. */
  private static Optional<PayloadCodecException> sealed(Throwable problem) {
    return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
        .filter(PayloadCodecException.class::isInstance)
        .map(PayloadCodecException.class::cast)
        .findFirst();
  }
}
