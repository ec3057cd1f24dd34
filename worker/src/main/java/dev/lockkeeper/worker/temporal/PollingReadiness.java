package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.worker.configuration.WorkerSettings;
import dev.lockkeeper.worker.temporal.WorkerState.Stage;
import io.grpc.StatusRuntimeException;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Ready means: the worker polls, and the Temporal service answers now. */
@Singleton
@Readiness
final class PollingReadiness extends AbstractHealthIndicator<Map<String, Object>> {
  /** Those who ask whether a worker is ready usually give up after a few seconds. */
  private static final long PATIENCE_MILLIS = 2_000;

  private final TemporalWorker worker;
  private final WorkflowServiceStubs service;
  private final WorkerSettings settings;

  PollingReadiness(TemporalWorker worker, WorkflowServiceStubs service, WorkerSettings settings) {
    this.worker = worker;
    this.service = service;
    this.settings = settings;
  }

  @Override
  protected Map<String, Object> getHealthInformation() {
    String words = words();
    healthStatus = words.equals("polling") ? HealthStatus.UP : HealthStatus.DOWN;
    return Map.of(
        "address", settings.temporal().target(),
        "namespace", settings.temporal().namespace(),
        "queue", settings.taskQueue(),
        "state", words);
  }

  private String words() {
    WorkerState state = worker.state();
    if (state.stage() != Stage.POLLING) {
      return state.words();
    }
    try {
      service
          .blockingStub()
          .withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return state.words();
    } catch (StatusRuntimeException silent) {
      return Refusal.describe(silent, settings.temporal());
    }
  }

  @Override
  protected String getName() {
    return "temporal";
  }
}
