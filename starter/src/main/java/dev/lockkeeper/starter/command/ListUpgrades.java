package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.Product;
import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.run.Upgrades;
import dev.lockkeeper.starter.view.Ink;
import dev.lockkeeper.starter.view.Table;
import dev.lockkeeper.starter.view.Times;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the upgrades of the namespace. */
@Command(name = "list", description = "List the upgrades, latest first.")
public final class ListUpgrades implements Runnable {
  @ParentCommand private LockkeeperCommand root;

  @Option(names = "--open", description = "Only those that go on.")
  private boolean open;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private Output output;

  @Override
  public void run() {
    try (Server server = root.server()) {
      Upgrades upgrades = server.upgrades();
      List<String> types = Arrays.stream(Product.values()).map(Product::workflowType).toList();
      Upgrades.Selection selection = open ? Upgrades.Selection.OPEN : Upgrades.Selection.ALL;
      List<Entry> entries =
          upgrades.list(types, selection, limit).stream()
              .sorted(Comparator.comparing(RunFacts::startedAt).reversed())
              .map(facts -> entry(upgrades, facts))
              .toList();
      output.print(root.console(), entries, () -> lines(entries));
    }
  }

  /** Only an open run that waits is asked itself, since only it knows since when. */
  private static Entry entry(Upgrades upgrades, RunFacts facts) {
    boolean running =
        facts.state() == UpgradeState.RUNNING || facts.state() == UpgradeState.PLANNING;
    if (!facts.open() || running) {
      return Entry.of(facts, facts.shownState(), List.of());
    }
    Sight sight = upgrades.run(facts.cluster()).look();
    return sight instanceof Sight.Open seen && seen.facts().runId().equals(facts.runId())
        ? Entry.of(facts, seen.status().state().name(), seen.status().questions())
        : Entry.of(facts, facts.shownState(), List.of());
  }

  private List<String> lines(List<Entry> entries) {
    Ink ink = root.console().ink();
    Times times = root.times();
    if (entries.isEmpty()) {
      return List.of("There are no upgrades.");
    }
    Table table =
        new Table(
            "CLUSTER", "PRODUCT", "TO", "STATE", "WAITING FOR", "WAITING SINCE", "STARTED", "ID");
    for (Entry entry : entries) {
      table.row(
          entry.cluster(),
          entry.product(),
          Optional.ofNullable(entry.target()).orElse(""),
          entry.state(),
          String.join(", ", entry.waitingFor()),
          Optional.ofNullable(entry.waitingSince()).map(times::ago).orElse(""),
          times.at(entry.startedAt()),
          entry.workflowId());
    }
    return new ArrayList<>(table.lines(ink));
  }

  /** What programs read. */
  record Entry(
      String cluster,
      String product,
      @Nullable String target,
      String state,
      List<String> waitingFor,
      @Nullable Instant waitingSince,
      Instant startedAt,
      @Nullable Instant closedAt,
      String workflowId,
      String runId) {
    static Entry of(RunFacts facts, String state, List<Question> questions) {
      return new Entry(
          facts.cluster(),
          facts.product(),
          facts.target(),
          state,
          questions.stream().map(Question::id).toList(),
          questions.stream().map(Question::askedAt).min(Comparator.naturalOrder()).orElse(null),
          facts.startedAt(),
          facts.closedAt(),
          facts.workflowId(),
          facts.runId());
    }
  }
}
