package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.worker.Release;
import dev.lockkeeper.worker.activity.RunningActivities;
import dev.lockkeeper.worker.temporal.WorkerState.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lockkeeper's own series beside those of the Temporal SDK. */
@Singleton
final class WorkerMetrics {
  private final MeterRegistry registry;
  private final Counter connectFailures;
  private final AtomicInteger searchAttributes = new AtomicInteger();

  WorkerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.connectFailures =
        Counter.builder("lockkeeper.temporal.connect.failures")
            .description("Attempts to reach the Temporal service that failed")
            .register(registry);
    Gauge.builder("lockkeeper.search.attributes", searchAttributes, AtomicInteger::get)
        .description("1 when Lockkeeper's search attributes exist in the namespace")
        .register(registry);
    Gauge.builder("lockkeeper.release", () -> 1)
        .description("Always 1; the label says which release runs")
        .tag("version", Release.version())
        .register(registry);
  }

  void watch(Supplier<WorkerState> state, RunningActivities running) {
    Gauge.builder("lockkeeper.worker.polling", () -> state.get().stage() == Stage.POLLING ? 1 : 0)
        .description("1 while the worker polls its task queue")
        .register(registry);
    Gauge.builder("lockkeeper.activities.running", running, RunningActivities::count)
        .description("Activities that run in this worker now")
        .register(registry);
  }

  void connectFailed() {
    connectFailures.increment();
  }

  void searchAttributes(boolean present) {
    searchAttributes.set(present ? 1 : 0);
  }
}
