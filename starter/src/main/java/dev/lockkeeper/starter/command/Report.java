package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.report.Chronicle;
import dev.lockkeeper.starter.report.Chronicler;
import dev.lockkeeper.starter.run.Printable;
import dev.lockkeeper.starter.run.Recollection;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.CutView;
import dev.lockkeeper.starter.view.ReportView;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints or stores what is kept of a run, or looks whether what was stored has been changed. */
@Command(
    name = "report",
    description =
        "Print or store who approved what on which evidence, what ran where, versions and down times; or verify what was stored.")
public final class Report implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLUSTER",
      description = "The cluster that is or was upgraded.")
  private @Nullable String cluster;

  @Option(
      names = "--format",
      paramLabel = "text|markdown|json|html",
      converter = ReportFormat.Reader.class,
      description = "What to write. json and html can be verified.")
  private ReportFormat format = ReportFormat.TEXT;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write it to a file; without --format, in the format of the file's ending.")
  private @Nullable Path out;

  @Option(
      names = "--verify",
      paramLabel = "FILE",
      description = "Look whether a stored report is as it was written, and if not, where.")
  private @Nullable Path stored;

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "With --verify: the head of the hash chain, as it was noted down elsewhere.")
  private @Nullable String head;

  @Mixin private Output output;

  @Override
  public Integer call() {
    if (stored != null) {
      return new StoredReport(root.console(), output, stored, head).verify().number();
    }
    if (cluster == null) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "Name a cluster, or a stored report with --verify FILE");
    }
    try (Server server = root.server()) {
      return print(server.upgrades().run(cluster)).number();
    }
  }

  private ExitCode print(Run run) {
    Console console = root.console();
    Sight sight = run.look();
    ReportView view = new ReportView(console.ink(), root.times());
    if (sight instanceof Sight.Cut cut) {
      CutView cuts = new CutView(console.ink(), root.times());
      give(CutView.document(cut), () -> cuts.lines(cut), () -> chronicler(run, sight).of(cut));
      return ExitCode.NOT_REACHED;
    }
    if (sight instanceof Sight.Ended ended) {
      give(
          ended.report(), () -> view.lines(ended.report()), () -> chronicler(run, sight).of(ended));
      return ExitCode.OK;
    }
    if (sight instanceof Sight.Unreported unreported) {
      throw new CommandProblem(
          ExitCode.NOT_REACHED,
          "The run ended without a report ("
              + unreported.facts().shownState()
              + "): "
              + unreported.reason());
    }
    Optional<UpgradeReport> asked =
        sight instanceof Sight.Silent ? Optional.empty() : run.reportSoFar();
    if (asked.isEmpty()) {
      return printFromHistory(run, sight, view);
    }
    UpgradeReport soFar = asked.get();
    give(soFar, () -> view.soFar(soFar), () -> chronicler(run, sight).soFar(sight.facts(), soFar));
    return ExitCode.OK;
  }

  private ExitCode printFromHistory(Run run, Sight sight, ReportView view) {
    Recollection told = run.recall(sight.facts());
    UpgradeReport soFar = told.last();
    if (soFar == null || told.problem() != null) {
      throw new CommandProblem(
          ExitCode.NO_TEMPORAL,
          "No worker answers for this run, and its history does not tell how far it is"
              + (told.problem() == null ? "" : ": " + told.problem())
              + "; is one running? ./lockkeeper doctor");
    }
    UpgradeReport clean = Printable.read(Json.mapper().valueToTree(soFar), UpgradeReport.class);
    Chronicler chronicler = new Chronicler(told, root.console().zone(), LockkeeperCommand.RELEASE);
    give(clean, () -> view.remembered(clean), () -> chronicler.remembered(sight.facts(), clean));
    return ExitCode.OK;
  }

  private Chronicler chronicler(Run run, Sight sight) {
    return new Chronicler(
        run.recall(sight.facts()), root.console().zone(), LockkeeperCommand.RELEASE);
  }

  private void give(Object document, Supplier<List<String>> lines, Supplier<Chronicle> chronicle) {
    ReportFormat chosen =
        format == ReportFormat.TEXT && out != null ? ReportFormat.of(out) : format;
    if (chosen == ReportFormat.TEXT) {
      output.print(root.console(), document, () -> withHead(lines.get(), chronicle.get()));
      return;
    }
    Chronicle written = chronicle.get();
    String text = chosen.text(written);
    if (out == null) {
      root.console().out().print(text);
    } else {
      StoredReport.write(out, text);
      root.console().out().println(out + ": " + ReportFormat.headLine(written));
    }
  }

  private static List<String> withHead(List<String> lines, Chronicle chronicle) {
    List<String> all = new ArrayList<>(lines);
    all.add("");
    all.add(ReportFormat.headLine(chronicle));
    return all;
  }
}
