package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.demo.StateDirectory;
import dev.lockkeeper.lab.host.LabException;
import io.temporal.client.WorkflowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockkeeper lab bench}: how fast, beside what else one could take. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure Lockkeeper beside the alternatives.",
    footer = {
      "",
      "Exit status: 0 every bar is met; 1 one is not, or a part could not be measured; 2 wrong usage."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final Map<String, Benchmark> PARTS = parts();

  @Parameters(
      arity = "0..*",
      paramLabel = "PART",
      description = "What to measure: ${COMPLETION-CANDIDATES}, or all (default).",
      completionCandidates = Parts.class)
  private List<String> wanted = List.of("all");

  @Option(
      names = "--runs",
      defaultValue = "5",
      description = "How often each figure is taken (default ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--json",
      description = "Print one JSON object a line: the machine, each figure, each bar.")
  private boolean json;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description =
          "Write the results as a page, with pictures in the directory pictures beside it.")
  private @Nullable Path page;

  /** The names of the parts, for the help. */
  static final class Parts implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return PARTS.keySet().iterator();
    }
  }

  private static Map<String, Benchmark> parts() {
    Map<String, Benchmark> parts = new LinkedHashMap<>();
    parts.put("start", new StartBench());
    // The same upgrades show both.
    Benchmark overhead = new OverheadBench();
    parts.put("overhead", overhead);
    parts.put("down", overhead);
    parts.put("stage", new StageBench());
    parts.put("recover", new RecoverBench());
    parts.put("scale", new ScaleBench());
    return parts;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> names = wanted.equals(List.of("all")) ? List.copyOf(PARTS.keySet()) : wanted;
    for (String name : names) {
      if (!PARTS.containsKey(name)) {
        System.err.println(
            "There is no part " + name + "; write some of " + PARTS.keySet() + ", or all.");
        return 2;
      }
    }
    if (runs < 1) {
      System.err.println("--runs is " + runs + "; write 1 or more.");
      return 2;
    }
    Path directory = StateDirectory.ofUser(System.getenv()).fresh("bench");
    System.err.println("Logs lie in " + directory);
    Machine machine = Machine.here();
    Measured measured = Measured.nothing();
    List<String> failed = new ArrayList<>();
    try (Surroundings surroundings = Surroundings.open(directory)) {
      for (Benchmark part : names.stream().map(BenchCommand::part).distinct().toList()) {
        try {
          measured = measured.and(part.run(surroundings, runs));
        } catch (LabException | WorkflowException e) {
          // What the other parts have shown is kept.
          failed.add(e.getMessage());
          surroundings.say("NOT MEASURED: " + e.getMessage());
        }
        write(directory, machine, measured);
      }
    }
    if (json) {
      BenchLines.of(machine, measured).forEach(System.out::println);
    } else {
      show(measured);
    }
    failed.forEach(why -> System.err.println("A part could not be measured: " + why));
    return failed.isEmpty() && measured.bars().stream().allMatch(Bar::met) ? 0 : 1;
  }

  private void write(Path directory, Machine machine, Measured measured) throws IOException {
    Files.write(directory.resolve("results.jsonl"), BenchLines.of(machine, measured));
    if (page != null) {
      BenchPage.write(page, machine, measured, runs);
    }
  }

  private static Benchmark part(String name) {
    return Objects.requireNonNull(PARTS.get(name), name);
  }

  private static void show(Measured measured) {
    for (Series series : measured.series()) {
      System.out.printf(
          Locale.ROOT,
          "%-9s %-58s %-11s %10.3f %s%n",
          series.part(),
          series.what(),
          series.way(),
          series.median(),
          series.unit());
    }
    for (Bar bar : measured.bars()) {
      System.out.printf(
          Locale.ROOT,
          "%-6s %-9s %s: %.3f %s, at most %.3f%n",
          bar.met() ? "met" : "MISSED",
          bar.part(),
          bar.what(),
          bar.value(),
          bar.unit(),
          bar.limit());
    }
  }
}
