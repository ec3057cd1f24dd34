package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.worker.Release;
import dev.lockkeeper.worker.activity.RunningActivities;
import dev.lockkeeper.worker.activity.SubjectInterceptor;
import dev.lockkeeper.worker.configuration.WorkerSettings;
import dev.lockkeeper.worker.configuration.WorkerSettings.Deployment;
import dev.lockkeeper.worker.temporal.ActivitySource.Activities;
import dev.lockkeeper.worker.temporal.WorkerState.Stage;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the task queue, from the moment the Temporal service can be reached until it is told to
 * stop. A service that goes away later is waited for by the SDK.
 */
@Singleton
public final class TemporalWorker {
  private static final Logger log = LoggerFactory.getLogger(TemporalWorker.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final WorkerSettings settings;
  private final WorkflowClient client;
  private final TemporalService service;
  private final SearchAttributes searchAttributes;
  private final ActivitySource activities;
  private final RunningActivities running;
  private final WorkerMetrics metrics;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CompletableFuture<Void> polling = new CompletableFuture<>();
  private volatile WorkerState state = new WorkerState(Stage.CONNECTING, "not begun");
  private @Nullable Poller poller;

  TemporalWorker(
      WorkerSettings settings,
      WorkflowClient client,
      TemporalService service,
      OperatorServiceStubs operator,
      ActivitySource activities,
      RunningActivities running,
      WorkerMetrics metrics) {
    this.settings = settings;
    this.client = client;
    this.service = service;
    this.searchAttributes =
        new SearchAttributes(
            operator::blockingStub, settings.temporal().namespace(), Duration.ofMillis(500));
    this.activities = activities;
    this.running = running;
    this.metrics = metrics;
    metrics.watch(this::state, running);
  }

  /** Where this worker stands. */
  public WorkerState state() {
    return state;
  }

  /**
   * Begins to connect and returns at once.
   *
   * @return done when the worker polls; failed when it never will, because of a mistake in the
   *     program
   */
  public CompletableFuture<Void> start() {
    Thread thread = new Thread(this::connect, "temporal-connect");
    thread.setDaemon(true);
    thread.start();
    return polling;
  }

  private void connect() {
    Duration pause = Duration.ofSeconds(1);
    try {
      Optional<String> problem = attempt();
      while (problem.isPresent()) {
        metrics.connectFailed();
        state = new WorkerState(Stage.CONNECTING, problem.get());
        log.warn("Not ready: {}. Trying again in {} s", problem.get(), pause.toSeconds());
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        problem = attempt();
      }
      polling.complete(null);
      service.watch(stopping);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      polling.completeExceptionally(interrupted);
    } catch (RuntimeException | LinkageError broken) {
      polling.completeExceptionally(broken);
    }
  }

  /** Returns why it is not possible to poll now; empty when the worker polls. */
  private Optional<String> attempt() throws InterruptedException {
    service.forgetEarlierFailures();
    Optional<String> problem = service.problem(PATIENCE);
    if (problem.isPresent()) {
      return problem;
    }
    try {
      poll();
      return Optional.empty();
    } catch (StatusRuntimeException lostAgain) {
      return Optional.of(Refusal.describe(lostAgain, settings.temporal()));
    }
  }

  private void poll() throws InterruptedException {
    boolean searchable = searchAttributes.ensure();
    metrics.searchAttributes(searchable);
    Poller made = poller(new WorkerFacts(searchable, Release.version()));
    synchronized (this) {
      if (stopping.getCount() == 0) {
        made.end();
        return;
      }
      poller = made;
      state = new WorkerState(Stage.POLLING, "polling");
    }
    log.info(
        "Ready: polling queue '{}' at {}; search attributes {}",
        settings.taskQueue(),
        settings.temporal(),
        searchable ? "present" : "missing");
    Deployment deployment = settings.deployment();
    if (deployment != null) {
      log.info(
          "This is build {} of deployment {}. New runs come to the current build; to make it this"
              + " one: temporal worker deployment set-current-version --deployment-name {}"
              + " --build-id {}",
          deployment.build(),
          deployment.name(),
          deployment.name(),
          deployment.build());
    }
  }

  private Poller poller(WorkerFacts facts) {
    Activities made = activities.make(facts);
    Poller begun =
        new Poller(
            WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(new SubjectInterceptor(running))
                    .setWorkflowCacheSize(settings.load().cachedWorkflows())
                    .validateAndBuildWithDefaults()),
            made);
    try {
      Worker worker = begun.factory().newWorker(settings.taskQueue(), options());
      UpgradeWorkflows.register(worker);
      worker.registerActivitiesImplementations(made.implementations().toArray());
      begun.factory().start();
      return begun;
    } catch (RuntimeException failed) {
      begun.end();
      throw failed;
    }
  }

  private WorkerOptions options() {
    WorkerOptions.Builder options = WorkerOptions.newBuilder();
    Deployment deployment = settings.deployment();
    if (deployment != null) {
      options.setDeploymentOptions(
          WorkerDeploymentOptions.newBuilder()
              .setUseVersioning(true)
              .setVersion(new WorkerDeploymentVersion(deployment.name(), deployment.build()))
              // A run ends on the code it began with.
              .setDefaultVersioningBehavior(VersioningBehavior.PINNED)
              .build());
    }
    return options
        .setMaxConcurrentActivityExecutionSize(settings.load().activities())
        .setMaxConcurrentWorkflowTaskExecutionSize(settings.load().workflowTasks())
        // A lost worker is noticed after 5 s without a heartbeat, and an abort is heard with one;
        // by
        // default they go out only every 4 s here.
        .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
        // How long the next task of a run waits for the worker that had it last, when that one is
        // gone; 5 s by default.
        .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(2))
        // Without it a stopping worker fails its running activities at their next heartbeat and
        // takes them up again itself, spending attempts (Temporal Java SDK 1.38).
        .setAllowActivityHeartbeatDuringShutdown(true)
        // Loading classes on a busy machine may hold a workflow's first task for over a second.
        .setDefaultDeadlockDetectionTimeout(5_000)
        .validateAndBuildWithDefaults();
  }

  /** What polls, and the activities it runs. */
  private record Poller(WorkerFactory factory, Activities activities) {
    void end() {
      factory.shutdownNow();
      activities.end().run();
    }
  }

  /**
   * Takes no more work, lets running activities go on for the configured grace, then leaves. What
   * runs on nodes goes on there; the next worker finds it again.
   */
  public void stop() {
    Poller polled;
    synchronized (this) {
      stopping.countDown();
      polled = poller;
      state = new WorkerState(Stage.STOPPING, "stopping");
    }
    if (polled != null) {
      log.info(
          "Stopping: taking no more work; waiting up to {} for {}",
          settings.shutdownGrace(),
          running.summary());
      polled.factory().shutdown();
      polled.factory().awaitTermination(settings.shutdownGrace().toMillis(), TimeUnit.MILLISECONDS);
      String left = running.summary();
      boolean clean = polled.factory().isTerminated();
      polled.end();
      if (clean) {
        log.info("Stopped; nothing was still running");
      } else {
        log.warn(
            "Stopped after the grace; still running: {}. Another worker goes on with it", left);
      }
    }
    state = new WorkerState(Stage.STOPPED, "stopped");
  }
}
