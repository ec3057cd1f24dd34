package dev.lockkeeper.lab.crash;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.lockkeeper.lab.demo.StateDirectory;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.temporal.TemporalChoice;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockkeeper lab crash}: lets things go wrong at every point of an upgrade. */
@Command(
    name = "crash",
    mixinStandardHelpOptions = true,
    description =
        "Let something go wrong at the points of an upgrade, and see whether each run ends well.",
    footer = {"", "Exit status: 0 every run took it as it must; 1 one did not; 2 wrong usage."})
public final class CrashCommand implements Callable<Integer> {
  @Option(
      names = "--product",
      defaultValue = "lookalike",
      description = "lookalike, or fluss, a few points only (default ${DEFAULT-VALUE}).")
  private String product = "";

  @Option(
      names = "--mode",
      defaultValue = "worker",
      description =
          "What goes wrong: worker, server, link, reboot, disk, freeze, delay, or all (default"
              + " ${DEFAULT-VALUE}). worker tries the points that a run shows, the others a list of"
              + " chosen ones.")
  private String mode = "";

  @Option(
      names = "--points",
      description = "How many points to try, or all (default 20 with --mode worker, else all).")
  private @Nullable String points;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Chooses which points (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--lanes",
      defaultValue = "4",
      description = "How many clusters to try at once (default ${DEFAULT-VALUE}).")
  private int lanes;

  @Option(
      names = "--build",
      defaultValue = "sound",
      description =
          "sound, or a build that is broken on purpose: reruns-jobs, skips-undo (default ${DEFAULT-VALUE}).")
  private String build = "";

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Write what came of the chosen points as a page for operators.")
  private @Nullable Path page;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (!product.equals("lookalike") && !product.equals("fluss")) {
      System.err.println(
          "There is no crash run of " + product + "; there is one of lookalike and one of fluss.");
      return 2;
    }
    Optional<FaultMode> only = only();
    if (only.isEmpty() && !mode.equals("all")) {
      System.err.println("There is no mode " + mode + "; see lockkeeper lab crash --help.");
      return 2;
    }
    if (product.equals("fluss") && !mode.equals("worker")) {
      System.err.println("Of fluss only the worker is killed; leave out --mode.");
      return 2;
    }
    boolean everyPoint = only.filter(FaultMode.WORKER::equals).isPresent() && page == null;
    String wanted = points != null ? points : everyPoint ? "20" : "all";
    Optional<Integer> sample =
        wanted.equals("all") ? Optional.empty() : Optional.of(Integer.valueOf(wanted));
    Path directory = StateDirectory.ofUser(System.getenv()).fresh("crash");
    System.err.println("Logs lie in " + directory);
    if (product.equals("fluss")) {
      CrashReport report =
          new FlussCrash(directory, () -> temporalOrFail(directory), System.err::println)
              .run(sample.orElse(Integer.MAX_VALUE), seed);
      show(report);
      return report.clean() ? 0 : 1;
    }
    try (TemporalService temporal = temporal(directory)) {
      return everyPoint
          ? tryPoints(temporal, directory, sample)
          : tryFaults(temporal, directory, only, sample);
    }
  }

  private Optional<FaultMode> only() {
    return Arrays.stream(FaultMode.values())
        .filter(one -> one.name().equalsIgnoreCase(mode))
        .findFirst();
  }

  private int tryPoints(TemporalService temporal, Path directory, Optional<Integer> sample)
      throws InterruptedException, IOException {
    CrashRequest request = request(temporal, directory, Duration.ofSeconds(30));
    CrashReport report = new CrashRun(request, lanes, System.err::println).run(sample, seed);
    show(report);
    return report.clean() ? 0 : 1;
  }

  private int tryFaults(
      TemporalService temporal, Path directory, Optional<FaultMode> only, Optional<Integer> sample)
      throws InterruptedException, IOException {
    List<FaultCase> cases =
        new ArrayList<>(
            only.map(FaultMode::cases)
                .orElseGet(
                    () ->
                        Arrays.stream(FaultMode.values())
                            .flatMap(one -> one.cases().stream())
                            .toList()));
    if (sample.isPresent()) {
      Collections.shuffle(cases, new Random(seed));
      cases.subList(Math.min(sample.get(), cases.size()), cases.size()).clear();
    }
    CrashRequest request = request(temporal, directory, Duration.ofSeconds(12));
    FaultReport report = new FaultRun(request, lanes, "lane", System.err::println).run(cases);
    if (page != null) {
      Files.writeString(page, FaultTable.page(report));
    }
    show(report);
    return report.clean() ? 0 : 1;
  }

  private CrashRequest request(TemporalService temporal, Path directory, Duration patience) {
    return new CrashRequest(
        temporal.address(),
        directory,
        Build.valueOf(build.toUpperCase(Locale.ROOT).replace('-', '_')),
        patience,
        Duration.ofSeconds(180));
  }

  private static TemporalService temporalOrFail(Path directory) {
    try {
      return temporal(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Temporal started", e);
    }
  }

  static TemporalService temporal(Path directory) throws InterruptedException {
    List<Integer> ports = FreePorts.some(2);
    return new TemporalChoice(
            System.getenv(),
            Installation.find().root().resolve("docker/compose.yaml"),
            directory,
            ports.get(0),
            ports.get(1),
            System.err::println)
        .choose(Optional.empty());
  }

  private void show(FaultReport report) throws IOException {
    if (json) {
      System.out.println(
          Json.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
    } else {
      System.out.printf(
          Locale.ROOT,
          "%d faults in %.0f s: %d taken as they must be, %d violations%n",
          report.results().size(),
          report.seconds(),
          report.good(),
          report.violations());
      report.results().stream().filter(result -> !result.good()).forEach(System.out::println);
    }
  }

  private void show(CrashReport report) throws IOException {
    if (json) {
      System.out.println(
          Json.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
    } else {
      System.out.printf(
          Locale.ROOT,
          "%d of %d points tried in %.0f s: %d converged, %d violations%n",
          report.points(),
          report.available(),
          report.seconds(),
          report.converged(),
          report.violations());
      report.failures().forEach(System.out::println);
    }
  }
}
