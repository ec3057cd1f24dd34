package dev.lockkeeper.lab.crash;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.lockkeeper.lab.demo.StateDirectory;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.temporal.TemporalChoice;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockkeeper lab crash}: kills the worker at every point of an upgrade. */
@Command(
    name = "crash",
    mixinStandardHelpOptions = true,
    description =
        "Kill the worker at the points of an upgrade, and see whether each run ends well.",
    footer = {
      "",
      "Exit status: 0 every run ended like the one in which nothing happened; 1 one did not; 2 wrong usage."
    })
public final class CrashCommand implements Callable<Integer> {
  @Option(
      names = "--product",
      defaultValue = "lookalike",
      description = "lookalike, or fluss, a few points only (default ${DEFAULT-VALUE}).")
  private String product = "";

  @Option(
      names = "--points",
      defaultValue = "20",
      description = "How many points to try, or all (default ${DEFAULT-VALUE}).")
  private String points = "";

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

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (!product.equals("lookalike") && !product.equals("fluss")) {
      System.err.println(
          "There is no crash run of " + product + "; there is one of lookalike and one of fluss.");
      return 2;
    }
    Optional<Integer> sample =
        points.equals("all") ? Optional.empty() : Optional.of(Integer.valueOf(points));
    Path directory = StateDirectory.ofUser(System.getenv()).fresh("crash");
    System.err.println("Logs lie in " + directory);
    if (product.equals("fluss")) {
      CrashReport report =
          new FlussCrash(directory, () -> temporalOrFail(directory), System.err::println)
              .run(sample.orElse(Integer.MAX_VALUE), seed);
      show(report);
      return report.clean() ? 0 : 1;
    }
    CrashReport report;
    try (TemporalService temporal = temporal(directory)) {
      CrashRequest request =
          new CrashRequest(
              temporal.address(),
              directory,
              Build.valueOf(build.toUpperCase(Locale.ROOT).replace('-', '_')),
              Duration.ofSeconds(30),
              Duration.ofSeconds(120));
      report = new CrashRun(request, lanes, System.err::println).run(sample, seed);
    }
    show(report);
    return report.clean() ? 0 : 1;
  }

  private static TemporalService temporalOrFail(Path directory) {
    try {
      return temporal(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Temporal started", e);
    }
  }

  private static TemporalService temporal(Path directory) throws InterruptedException {
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
