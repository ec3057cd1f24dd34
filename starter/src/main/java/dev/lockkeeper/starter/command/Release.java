package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.run.Fences;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.view.FenceView;
import dev.lockkeeper.workflows.fence.ReleaseResult;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.Names;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Frees the nodes of a cluster from a run that is over. */
@Command(
    name = "release",
    description =
        "Look whose fence stands on a cluster's nodes, and free them from a run that is over, such as a terminated one.")
public final class Release implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(
      index = "0",
      paramLabel = "CLUSTER-FILE",
      description = "The request's file, YAML or JSON; - for standard input.")
  private String file;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Whose fence, as the fence names it; may be left out when one run holds nodes.")
  private @Nullable String run;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who says so (default: LOCKKEEPER_USER, else the name of the system's user).")
  private @Nullable String by;

  @Option(names = "--yes", description = "Free them without asking; needed where nobody can be.")
  private boolean yes;

  @Mixin private Output output;

  @Override
  public Integer call() {
    String speaker = by == null ? root.userName() : by;
    if (!speaker.matches(Names.PERSON)) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "--by: \"" + speaker + "\" is not " + Names.PERSON_IN_WORDS);
    }
    CheckedRequest request = InputFile.checked(root.console(), file);
    try (Server server = root.server()) {
      return release(server.fences(), new FenceRequest(request, speaker)).number();
    }
  }

  private ExitCode release(Fences fences, FenceRequest request) {
    ReleaseResult seen =
        fences.release(request.cluster(), request.look(), "Look at the nodes' fences");
    show("Seen on the nodes of " + request.cluster() + ":", seen.before());
    Freeing freeing = new Freeing(request.cluster(), seen.before(), run, yes);
    if (freeing.nothingToDo()) {
      return done(seen, "Nobody holds a node of " + request.cluster() + ".");
    }
    try {
      FenceClaim claim = freeing.claim();
      confirm(freeing, claim, fences.holder(claim), request.cluster());
      ReleaseResult freed =
          fences.release(
              request.cluster(), request.free(claim.run()), "Free the nodes from " + claim.run());
      show("Seen afterwards:", freed.after());
      return freeing.isFree(claim, freed.after())
          ? done(freed, "The nodes of " + request.cluster() + " are free from run " + claim.run())
          : left(freed, claim);
    } catch (CommandProblem problem) {
      document(seen);
      throw problem;
    }
  }

  private void confirm(Freeing freeing, FenceClaim claim, Fences.Holder holder, String cluster) {
    say(freeing.about(claim, holder));
    freeing.refuse(claim, holder);
    Console console = root.console();
    if (!yes && !console.confirmsWith(cluster, "Type the cluster's name to free its nodes: ")) {
      throw new CommandProblem(ExitCode.REFUSED, "Nothing was freed.");
    }
  }

  private ExitCode done(ReleaseResult result, String sentence) {
    say(sentence);
    document(result);
    return ExitCode.OK;
  }

  private ExitCode left(ReleaseResult result, FenceClaim claim) {
    document(result);
    root.console()
        .err()
        .println("Not every node is free from run " + claim.run() + "; run it again.");
    return ExitCode.NOT_REACHED;
  }

  private void show(String title, List<FenceSight> sights) {
    if (!output.json()) {
      Console console = root.console();
      console.out().println(title);
      new FenceView(console.ink(), root.times())
          .lines(sights)
          .forEach(line -> console.out().println("  " + line));
    }
  }

  private void say(String sentence) {
    if (!output.json()) {
      root.console().out().println(sentence);
    }
  }

  private void document(ReleaseResult result) {
    if (output.json()) {
      output.print(root.console(), result, List::of);
    }
  }
}
