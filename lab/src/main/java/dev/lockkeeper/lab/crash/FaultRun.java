package dev.lockkeeper.lab.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.temporal.TemporalCli;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Question;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Lets faults happen, each to a run of its own, and looks whether each run takes it as it must. */
final class FaultRun {
  /** Who has answered so often without an end does not help. */
  private static final int ANSWERS = 4;

  /** How often a step may be over before the fault has come into effect. */
  private static final int MISSES = 8;

  private final CrashRequest request;
  private final int lanes;
  private final String clusters;
  private final Consumer<String> progress;
  private final Map<FaultCase, FaultResult> results = new ConcurrentHashMap<>();

  /**
   * @param clusters how the names of the clusters begin: no other run on the same Temporal service
   *     may have one of that name
   */
  FaultRun(CrashRequest request, int lanes, String clusters, Consumer<String> progress) {
    this.request = request;
    this.lanes = lanes;
    this.clusters = clusters;
    this.progress = progress;
  }

  /** Opens the lane of a number, with what it needs, and works on it until nothing is left. */
  private interface LaneWork {
    void on(int number) throws InterruptedException;
  }

  FaultReport run(List<FaultCase> cases) throws InterruptedException {
    long began = System.nanoTime();
    Queue<FaultCase> shared = new ConcurrentLinkedQueue<>(cases);
    shared.removeIf(one -> one.mode() == FaultMode.SERVER);
    Queue<FaultCase> alone = new ConcurrentLinkedQueue<>(cases);
    alone.removeIf(one -> one.mode() != FaultMode.SERVER);
    int total = cases.size();
    WorkflowServiceStubs service = service(request.temporalAddress());
    try {
      WorkflowClient client = client(service);
      onLanes(
          shared.size(),
          number -> {
            try (Lane lane = Lane.open(clusters + "-" + number, request, client)) {
              work(lane, shared, total);
            }
          });
    } finally {
      service.shutdownNow();
    }
    onLanes(alone.size(), number -> withOwnServer(number, alone, total));
    return FaultReport.of(
        cases.stream().map(one -> Objects.requireNonNull(results.get(one))).toList(),
        (System.nanoTime() - began) / 1e9);
  }

  private void withOwnServer(int number, Queue<FaultCase> left, int total)
      throws InterruptedException {
    if (!(TemporalCli.find(progress) instanceof TemporalCli.Found found)) {
      throw new LabException("There is no temporal CLI, so no server that could be killed.");
    }
    String name = clusters + "-" + number;
    try (TemporalServer server =
        TemporalServer.onFreePorts(found.cli(), request.directory().resolve(name))) {
      server.start();
      server.awaitHealthy();
      WorkflowServiceStubs service = service(server.address());
      try (Lane lane = Lane.open(name, request.at(server.address()), client(service), server)) {
        work(lane, left, total);
      } finally {
        service.shutdownNow();
      }
    }
  }

  private static WorkflowServiceStubs service(String address) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
  }

  private static WorkflowClient client(WorkflowServiceStubs service) {
    return WorkflowClient.newInstance(
        service, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
  }

  private void onLanes(int cases, LaneWork work) throws InterruptedException {
    int used = Math.min(lanes, cases);
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, used));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 1; i <= used; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  work.on(number);
                  return null;
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

  private void work(Lane lane, Queue<FaultCase> left, int total) throws InterruptedException {
    for (FaultCase next = left.poll(); next != null; next = left.poll()) {
      FaultResult result = attempt(lane, next);
      for (int missed = 1; !result.attempt().struck() && missed <= MISSES; missed++) {
        lane.cluster().reset();
        result = attempt(lane, next);
      }
      results.put(next, result);
      progress.accept(
          String.format(
              Locale.ROOT,
              "%d of %d: %s %s: %s in %.1f s%s",
              results.size(),
              total,
              next.what(),
              next.when(),
              result.good() ? "as it must be" : "NOT as it must be",
              result.attempt().seconds(),
              result.good() ? "" : ": " + result.objections()));
      lane.cluster().reset();
    }
  }

  private static FaultResult attempt(Lane lane, FaultCase tried) throws InterruptedException {
    tried.prepare(lane);
    ObjectNode input = lane.cluster().request();
    if (!tried.settings().isEmpty()) {
      ObjectNode section = input.putObject("lookalike");
      tried.settings().forEach(section::put);
    }
    AtomicInteger answers = new AtomicInteger();
    Trial trial =
        new Trial(
            lane,
            tried.point(),
            tried.strike(),
            (at, question) -> answer(at, question, tried, answers.incrementAndGet()));
    return FaultResult.of(tried, trial.run(input, tried.ending().expected()));
  }

  private static Choice answer(Lane lane, Question question, FaultCase tried, int times)
      throws InterruptedException {
    tried.strike().heal(lane);
    Choice wanted = tried.ending().answer();
    if (times <= ANSWERS && question.choices().contains(wanted)) {
      return wanted;
    }
    return question.choices().contains(Choice.ABORT) ? Choice.ABORT : Choice.SKIP;
  }
}
