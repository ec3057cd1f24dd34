package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.Product;
import dev.lockkeeper.starter.run.Remembered;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.run.Upgrades;
import dev.lockkeeper.starter.run.Wanted;
import dev.lockkeeper.starter.view.Table;
import dev.lockkeeper.starter.view.Times;
import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the upgrades of the namespace. */
@Command(
    name = "list",
    description = "List the upgrades: those that wait first, the newest question on top.")
public final class ListUpgrades implements Runnable {
  @ParentCommand private LockkeeperCommand root;

  @ArgGroup(exclusive = true)
  private Extent extent = new Extent();

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "Only those in one of these states, such as waiting,blocked.")
  private List<String> states = List.of();

  @Option(
      names = "--product",
      split = ",",
      paramLabel = "PRODUCT",
      description = "Only those of these products, such as fluss,kwdb.")
  private List<String> products = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description = "Only the upgrades of this cluster, also the earlier ones.")
  private @Nullable String cluster;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most; the latest are taken (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private Output output;

  /** How far back the list goes. */
  static final class Extent {
    @Option(names = "--open", description = "Only those that go on.")
    private boolean open;

    @Option(names = "--all", description = "Also those that have ended, which is the default.")
    private boolean all;
  }

  @Override
  public void run() {
    Wanted wanted = wanted();
    try (Server server = root.server()) {
      Upgrades upgrades = server.upgrades();
      List<ListedUpgrade> entries =
          upgrades
              .list(
                  wanted,
                  facts ->
                      Optional.of(entry(upgrades, facts))
                          .filter(entry -> fits(entry, wanted.states())),
                  limit)
              .stream()
              .sorted(ListedUpgrade.NEWEST_QUESTION_FIRST)
              .toList();
      output.print(root.console(), entries, () -> lines(entries));
    }
  }

  /** Refuses words that mean nothing, since an empty list would look like an answer. */
  private Wanted wanted() {
    Set<String> shown = new TreeSet<>();
    for (String state : states) {
      String word = state.strip().toUpperCase(Locale.ROOT).replace('-', '_');
      if (!Wanted.allStates().contains(word)) {
        throw new CommandProblem(
            ExitCode.BAD_INPUT,
            "--state: there is no state \""
                + state
                + "\"; write one of "
                + String.join(", ", Wanted.allStates()).toLowerCase(Locale.ROOT));
      }
      shown.add(word);
    }
    if (cluster != null && !cluster.matches(Names.NAME)) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "--cluster: \"" + cluster + "\" is not " + Names.NAME_IN_WORDS);
    }
    return new Wanted(types(), cluster, shown, extent.open);
  }

  private List<String> types() {
    Set<String> named = products.stream().map(String::strip).collect(Collectors.toSet());
    Set<String> known =
        Arrays.stream(Product.values())
            .map(Product::word)
            .collect(Collectors.toCollection(TreeSet::new));
    named.stream()
        .filter(word -> !known.contains(word))
        .findFirst()
        .ifPresent(
            word -> {
              throw new CommandProblem(
                  ExitCode.BAD_INPUT,
                  "--product: there is no product \""
                      + word
                      + "\"; write one of "
                      + String.join(", ", known));
            });
    return Arrays.stream(Product.values())
        .filter(product -> named.isEmpty() || named.contains(product.word()))
        .map(Product::workflowType)
        .toList();
  }

  private static boolean fits(ListedUpgrade entry, Set<String> states) {
    return states.isEmpty() || states.contains(entry.state());
  }

  /** Only an open run that waits is asked itself, since only it knows since when. */
  private static ListedUpgrade entry(Upgrades upgrades, RunFacts facts) {
    boolean running =
        facts.state() == UpgradeState.RUNNING || facts.state() == UpgradeState.PLANNING;
    if (!facts.open() || running) {
      return ListedUpgrade.of(facts, facts.shownState(), List.of());
    }
    Run run = upgrades.run(facts.cluster());
    Sight sight = run.look();
    if (sight instanceof Sight.Silent
        && run.closely(sight) instanceof Sight.Silent silent
        && silent.remembered() != null
        && silent.facts().runId().equals(facts.runId())) {
      Remembered known = silent.remembered();
      return ListedUpgrade.of(facts, known.report().outcome().name(), known.questions());
    }
    return sight instanceof Sight.Open seen && seen.facts().runId().equals(facts.runId())
        ? ListedUpgrade.of(facts, seen.status().state().name(), seen.status().questions())
        : ListedUpgrade.of(facts, facts.shownState(), List.of());
  }

  private List<String> lines(List<ListedUpgrade> entries) {
    Times times = root.times();
    if (entries.isEmpty()) {
      boolean filtered = extent.open || !states.isEmpty() || !products.isEmpty() || cluster != null;
      return List.of(filtered ? "There are no such upgrades." : "There are no upgrades.");
    }
    Table table =
        new Table(
            "CLUSTER",
            "PRODUCT",
            "TO",
            "STATE",
            "NODE",
            "WAITING FOR",
            "WAITING SINCE",
            "STARTED",
            "ID");
    for (ListedUpgrade entry : entries) {
      table.row(
          entry.cluster(),
          entry.product(),
          Objects.requireNonNullElse(entry.target(), ""),
          entry.state(),
          Objects.requireNonNullElse(entry.node(), ""),
          String.join(", ", entry.waitingFor()),
          Optional.ofNullable(entry.waitingSince()).map(times::ago).orElse(""),
          times.at(entry.startedAt()),
          entry.workflowId());
    }
    return new ArrayList<>(table.lines(root.console().ink()));
  }
}
