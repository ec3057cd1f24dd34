package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.worker.configuration.WorkerSettings;
import dev.lockkeeper.worker.temporal.WorkerState.Stage;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** Ready means: the worker polls, and the Temporal service answers now. */
@Singleton
@Readiness
final class PollingReadiness extends AbstractHealthIndicator<Map<String, Object>> {
  /** Those who ask whether a worker is ready usually give up after a few seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final TemporalWorker worker;
  private final TemporalService service;
  private final WorkerSettings settings;

  PollingReadiness(TemporalWorker worker, TemporalService service, WorkerSettings settings) {
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
    return service.problem(PATIENCE).orElse(state.words());
  }

  @Override
  protected String getName() {
    return "temporal";
  }
}
