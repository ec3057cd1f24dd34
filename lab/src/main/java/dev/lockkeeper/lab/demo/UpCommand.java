package dev.lockkeeper.lab.demo;

import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.process.WorkerLaunch;
import dev.lockkeeper.lab.process.WorkerProcess;
import dev.lockkeeper.lab.temporal.TemporalChoice;
import dev.lockkeeper.lab.temporal.TemporalService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockkeeper up}: Temporal with its page and a worker, for the user's own clusters. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Run a Temporal service and a worker for your own clusters, until Ctrl-C.")
public final class UpCommand implements Callable<Integer> {
  private static final String NO_CREDENTIALS = "lockkeeper: {credentials: {}}\n";

  @Option(
      names = "--worker-config",
      description = "The worker's configuration with the credential profiles; see docs/worker.md.")
  private @Nullable Path workerConfiguration;

  @Option(names = "--address", description = "Use this Temporal service instead of starting one.")
  private @Nullable String address;

  @Option(
      names = "--state",
      description =
          "Directory of the local Temporal server's database; one that a demo left can be named to look at its runs.")
  private @Nullable Path state;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Progress progress = new Progress(System.err);
    AtomicBoolean ending = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ending.set(true)));
    Path directory =
        state != null
            ? Files.createDirectories(state)
            : StateDirectory.ofUser(System.getenv()).named("up");
    String configuration = NO_CREDENTIALS;
    if (workerConfiguration != null) {
      if (!Files.isReadable(workerConfiguration)) {
        System.err.println(
            "There is no readable file "
                + workerConfiguration
                + "; give the worker's configuration.");
        return 2;
      }
      configuration = "";
    }
    Path compose = Installation.find().root().resolve("docker/compose.yaml");
    int port = Ports.usualOrFree(Ports.TEMPORAL);
    int uiPort = Ports.usualOrFree(Ports.TEMPORAL_UI);
    try (TemporalService temporal =
            new TemporalChoice(System.getenv(), compose, directory, port, uiPort, progress::say)
                .choose(Optional.ofNullable(address));
        WorkerProcess worker = start(directory, temporal.address(), configuration)) {
      progress.say(temporal.sentence());
      worker.awaitReady();
      progress.say(
          "The worker is ready: "
              + worker.readinessUrl()
              + ", log "
              + directory.resolve("worker.log"));
      if (workerConfiguration == null) {
        progress.say(
            "It has no credential profiles yet: write a file as in docs/worker.md and give it with --worker-config");
      }
      temporal.uiUrl().ifPresent(url -> progress.say("Temporal's page: " + url));
      progress.say("Try: TEMPORAL_ADDRESS=" + temporal.address() + " ./lockkeeper doctor");
      progress.say("Everything ends with Ctrl-C; open runs go on with the next `up`.");
      while (worker.isAlive()) {
        TimeUnit.SECONDS.sleep(1);
      }
      if (ending.get()) {
        return 0;
      }
      System.err.println("The worker has ended; see " + directory.resolve("worker.log"));
      return 1;
    }
  }

  private WorkerProcess start(Path directory, String temporal, String configuration) {
    WorkerLaunch launch =
        new WorkerLaunch(
            "worker", directory, temporal, Ports.usualOrFree(Ports.WORKER), configuration);
    return workerConfiguration == null
        ? WorkerProcess.start(Installation.find(), launch)
        : WorkerProcess.start(Installation.find(), launch, workerConfiguration.toAbsolutePath());
  }
}
