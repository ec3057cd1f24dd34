package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.lookalike.Expectation;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Kills the worker at the points of a golden run, each in a run of its own, and looks whether every
 * run ends like the golden one: same end state, nothing done twice, nothing left behind.
 */
public final class CrashRun {
  private final CrashRequest request;
  private final int lanes;
  private final Consumer<String> progress;

  CrashRun(CrashRequest request, int lanes, Consumer<String> progress) {
    this.request = request;
    this.lanes = lanes;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param sample how many points, chosen by the seed; absent for all
   */
  CrashReport run(Optional<Integer> sample, long seed) throws InterruptedException {
    long began = System.nanoTime();
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(request.temporalAddress()).build());
    try {
      WorkflowClient client =
          WorkflowClient.newInstance(
              service,
              WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
      List<Point> all;
      List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
      Queue<Point> left;
      try (Lane first = Lane.open("lane-1", request, client)) {
        all = GoldenRun.points(first);
        progress.accept("the golden run shows " + all.size() + " points");
        left = new ConcurrentLinkedQueue<>(chosen(all, sample, seed));
        first.cluster().reset();
        workOff(first, client, left, attempts);
      }
      return CrashReport.of(
          "lookalike",
          request.build(),
          seed,
          all.size(),
          attempts,
          (System.nanoTime() - began) / 1e9);
    } finally {
      service.shutdownNow();
    }
  }

  private static List<Point> chosen(List<Point> all, Optional<Integer> sample, long seed) {
    List<Point> points = new ArrayList<>(all);
    // Mixed, so that lanes do not all wait for the same thing at the same time.
    Collections.shuffle(points, new Random(seed));
    return sample.map(count -> points.subList(0, Math.min(count, points.size()))).orElse(points);
  }

  private void workOff(Lane first, WorkflowClient client, Queue<Point> left, List<Attempt> attempts)
      throws InterruptedException {
    int total = left.size();
    ExecutorService threads = Executors.newFixedThreadPool(lanes);
    try {
      List<Future<?>> running = new ArrayList<>();
      running.add(threads.submit(() -> work(first, left, attempts, total)));
      for (int i = 2; i <= Math.min(lanes, total); i++) {
        String name = "lane-" + i;
        running.add(
            threads.submit(
                () -> {
                  try (Lane lane = Lane.open(name, request, client)) {
                    work(lane, left, attempts, total);
                  }
                }));
      }
      for (Future<?> lane : running) {
        lane.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void work(Lane lane, Queue<Point> left, List<Attempt> attempts, int total) {
    try {
      for (Point point = left.poll(); point != null; point = left.poll()) {
        Trial trial = new Trial(lane, point, new KilledWorker(), (at, question) -> Choice.ABORT);
        Attempt attempt =
            trial.run(
                lane.cluster().request(), Expectation.upgraded(lane.cluster().target().version()));
        attempts.add(attempt);
        progress.accept(
            String.format(
                Locale.ROOT,
                "%d of %d: %s: %s in %.1f s%s%s",
                attempts.size(),
                total,
                attempt.point(),
                attempt.converged() ? "converged" : attempt.outcome(),
                attempt.seconds(),
                attempt.struck() ? "" : " (was over before)",
                attempt.violations().isEmpty() ? "" : " " + attempt.violations()));
        lane.cluster().reset();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The worker is killed, and another one takes over. */
  static final class KilledWorker implements Strike {
    @Override
    public void on(Lane lane) {
      lane.killWorker();
      lane.nextWorker();
    }
  }
}
