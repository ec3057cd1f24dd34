package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.demo.Practice;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.fluss.FlussVersion;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.load.Load;
import dev.lockkeeper.lab.load.LoadReport;
import dev.lockkeeper.lab.observer.Observer;
import dev.lockkeeper.lab.observer.ObserverReport;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The crash run on a real product: each time a fresh Fluss cluster under writes, upgraded by the
 * real worker, which is killed at one event of the history. A cluster takes a quarter of a minute,
 * so a few points are tried, one after another.
 */
final class FlussCrash {
  private static final FlussVersion FROM = FlussVersion.V0_7_0;
  private static final FlussVersion TO = FlussVersion.V0_9_1;
  private static final int ROWS = 50;
  private static final int SERVERS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final long LOOK_MILLIS = 50;
  private static final String PERSON = "ann";

  private final Path directory;
  private final Supplier<TemporalService> temporal;
  private final Consumer<String> progress;

  /**
   * @param temporal gives a Temporal service of its own to each attempt
   */
  FlussCrash(Path directory, Supplier<TemporalService> temporal, Consumer<String> progress) {
    this.directory = directory;
    this.temporal = temporal;
    this.progress = progress;
  }

  /** Tries so many events, chosen by the seed from those of a run in which nothing happens. */
  CrashReport run(int points, long seed) throws InterruptedException {
    long began = System.nanoTime();
    List<Long> events = new ArrayList<>();
    Attempt golden = attempt("nothing", Long.MAX_VALUE, events);
    if (!golden.converged()) {
      throw new LabException("The run in which nothing happens did not go well: " + golden);
    }
    progress.accept("the golden run shows " + events.size() + " points");
    List<Long> chosen = new ArrayList<>(events.subList(0, events.size() - 1));
    Collections.shuffle(chosen, new Random(seed));
    List<Attempt> attempts = new ArrayList<>();
    for (long event : chosen.subList(0, Math.min(points, chosen.size()))) {
      Attempt attempt = attempt("event " + event, event, new ArrayList<>());
      attempts.add(attempt);
      progress.accept(
          String.format(
              Locale.ROOT,
              "%d of %d: %s: %s in %.0f s %s",
              attempts.size(),
              points,
              attempt.point(),
              attempt.converged() ? "converged" : attempt.outcome() + " " + attempt.reason(),
              attempt.seconds(),
              attempt.violations()));
    }
    return CrashReport.of(
        "fluss", Build.SOUND, seed, events.size(), attempts, (System.nanoTime() - began) / 1e9);
  }

  private Attempt attempt(String name, long killAt, List<Long> events) throws InterruptedException {
    Path place = place(name);
    try (Practice practice = Practice.open(temporal, FROM, TO, place, FreePorts.one(), text -> {});
        Load load = Load.start(practice.cluster().bootstrapServers(), FROM, ROWS, place)) {
      practice.cluster().awaitReady();
      load.continueWith(FROM);
      try (Observer observer = Observer.of(practice.cluster())) {
        long began = System.nanoTime();
        UpgradeRun run = UpgradeRun.start(practice.client(), practice.request());
        boolean struck = follow(practice, run, killAt, events);
        Optional<UpgradeReport> report = run.ending();
        LoadReport writer = load.stop();
        List<String> violations = violations(practice, report, observer.report(), writer);
        return new Attempt(
            name,
            struck,
            report.map(end -> end.outcome().name()).orElse("NOT OVER in time"),
            report.map(UpgradeReport::reason).orElse(""),
            List.of(),
            violations,
            (System.nanoTime() - began) / 1e9);
      }
    }
  }

  private Path place(String name) {
    try {
      return Files.createDirectories(directory.resolve(name.replace(' ', '-')));
    } catch (IOException e) {
      throw new LabException("Cannot make a directory for logs: " + e.getMessage(), e);
    }
  }

  private static boolean follow(Practice practice, UpgradeRun run, long killAt, List<Long> events)
      throws InterruptedException {
    boolean struck = false;
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (HistoryFollower history =
        new HistoryFollower(
            practice.client().getWorkflowServiceStubs(),
            practice.client().getOptions().getNamespace(),
            WorkflowExecution.newBuilder().setWorkflowId(run.workflowId()).build())) {
      while (System.nanoTime() < deadline && run.ending().isEmpty()) {
        HistoryEvent event = history.next(LOOK_MILLIS);
        if (event == null) {
          approve(run);
          continue;
        }
        events.add(event.getEventId());
        if (event.getEventId() == killAt) {
          struck = true;
          practice.worker().kill9();
          practice.restartWorker();
        }
      }
    }
    return struck;
  }

  private static void approve(UpgradeRun run) {
    try {
      run.status().flatMap(UpgradeRun::openGate).ifPresent(gate -> run.approve(gate.id(), PERSON));
    } catch (WorkflowException e) {
      // The worker has just been killed; the gate is asked for again.
      return;
    }
  }

  private static List<String> violations(
      Practice practice, Optional<UpgradeReport> report, ObserverReport seen, LoadReport writer) {
    List<String> violations = new ArrayList<>();
    seen.violations().forEach(violation -> violations.add(violation.toString()));
    seen.blindSpots().forEach(spot -> violations.add("the observer was blind: " + spot));
    if (report.filter(end -> end.outcome() == UpgradeState.COMPLETED).isPresent()
        && seen.starts().size() != SERVERS) {
      violations.add("servers were started " + seen.starts().size() + " times");
    }
    report.ifPresent(end -> violations.addAll(end.unfinished()));
    practice
        .cluster()
        .nodes()
        .forEach(
            node -> {
              if (!practice.cluster().runningVersion(node).equals(Optional.of(TO.number()))) {
                violations.add(node.name() + " does not run " + TO.number());
              }
            });
    if (writer.lost() > 0) {
      violations.add(writer.lost() + " acknowledged rows are lost");
    }
    return violations;
  }
}
