package dev.lockkeeper.lab.crash;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.lockkeeper.lab.demo.StateDirectory;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockkeeper lab outage}: what it costs when no worker is there for a part of a job. */
@Command(
    name = "outage",
    mixinStandardHelpOptions = true,
    description =
        "Stop the worker in the middle of a long job, and compare with a run in which it stays.",
    footer = {"", "Exit status: 0 it cost at most 10 s; 1 it cost more, or a run went wrong."})
public final class OutageCommand implements Callable<Integer> {
  @Option(
      names = "--job",
      paramLabel = "SECONDS",
      defaultValue = "90",
      description = "How long the job takes (default ${DEFAULT-VALUE}).")
  private long job;

  @Option(
      names = "--away",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long no worker is there (default ${DEFAULT-VALUE}).")
  private long away;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Path directory = StateDirectory.ofUser(System.getenv()).fresh("outage");
    System.err.println("Logs lie in " + directory);
    OutageReport report;
    try (TemporalService temporal = CrashCommand.temporal(directory)) {
      CrashRequest request =
          new CrashRequest(
              temporal.address(),
              directory,
              Build.SOUND,
              Duration.ofSeconds(30),
              Duration.ofSeconds(job + 180));
      report = new Outage(request, Duration.ofSeconds(job), Duration.ofSeconds(away)).run();
    }
    System.out.println(
        Json.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
    return report.good() ? 0 : 1;
  }
}
