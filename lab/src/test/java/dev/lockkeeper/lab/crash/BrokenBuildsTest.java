package dev.lockkeeper.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.process.WholeMachine;
import dev.lockkeeper.lab.temporal.TemporalCli;
import dev.lockkeeper.lab.temporal.TemporalServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A crash run that finds nothing means something only if it would have found something. */
@WholeMachine
@Timeout(900)
class BrokenBuildsTest {
  /** Where each is struck: where a job runs, and where a setting is put back. */
  private static final Map<Build, List<Moment>> MOMENTS =
      Map.of(
          Build.SOUND, List.of(Moment.DOWN, Moment.PUT_BACK),
          Build.RERUNS_JOBS, List.of(Moment.DOWN),
          Build.SKIPS_UNDO, List.of(Moment.PUT_BACK));

  @TempDir private Path directory;

  @Test
  void defectsAreSeenAtPointsWhereTheSoundBuildShowsNone() throws Exception {
    Map<Build, FaultReport> reports = run();

    assertThat(reports.get(Build.SOUND).results()).allMatch(FaultResult::good);
    assertThat(reports.get(Build.SOUND).violations()).isZero();
    // Two jobs at once on one node: which of the two does what first is chance.
    assertThat(violations(reports.get(Build.RERUNS_JOBS)))
        .anyMatch(
            what ->
                what.contains("node-2 was told to stop again")
                    || what.contains("node-2 was started on 1.1.0 again"));
    assertThat(violations(reports.get(Build.SKIPS_UNDO)))
        .anyMatch(what -> what.contains("has auto-move off in the end"));
  }

  private static List<String> violations(FaultReport report) {
    return report.results().stream()
        .flatMap(result -> result.attempt().violations().stream())
        .toList();
  }

  private Map<Build, FaultReport> run() throws Exception {
    TemporalCli.Search search = TemporalCli.find(line -> {});
    assertThat(search).isInstanceOf(TemporalCli.Found.class);
    ExecutorService threads = Executors.newFixedThreadPool(MOMENTS.size());
    try (TemporalServer temporal =
        TemporalServer.onFreePorts(((TemporalCli.Found) search).cli(), directory)) {
      temporal.start();
      temporal.awaitHealthy();
      Map<Build, Future<FaultReport>> running = new EnumMap<>(Build.class);
      for (Build build : MOMENTS.keySet()) {
        running.put(build, threads.submit(() -> run(build, temporal.address())));
      }
      Map<Build, FaultReport> reports = new EnumMap<>(Build.class);
      for (Map.Entry<Build, Future<FaultReport>> one : running.entrySet()) {
        reports.put(one.getKey(), one.getValue().get());
      }
      return reports;
    } finally {
      threads.shutdownNow();
    }
  }

  private FaultReport run(Build build, String temporal) throws Exception {
    List<FaultCase> cases = new ArrayList<>();
    for (Moment moment : Objects.requireNonNull(MOMENTS.get(build))) {
      cases.add(
          FaultCase.of(
              FaultMode.WORKER,
              "The worker is killed",
              moment,
              new CrashRun.KilledWorker(),
              Ending.byItself()));
    }
    Path logs = Files.createDirectories(directory.resolve(build.name()));
    CrashRequest request =
        new CrashRequest(temporal, logs, build, Duration.ofSeconds(12), Duration.ofSeconds(300));
    return new FaultRun(
            request,
            cases.size(),
            build.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            line -> System.out.println(build + ": " + line))
        .run(cases);
  }
}
