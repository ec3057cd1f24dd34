package dev.lockkeeper.worker;

import dev.lockkeeper.worker.configuration.WorkerSettings;
import dev.lockkeeper.worker.temporal.TemporalWorker;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The worker with its web server, from start to stop. */
final class RunningWorker implements AutoCloseable {
  /** Above the defaults in the jar, below variables of the environment. */
  private static final int USER_FILE = -250;

  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final TemporalWorker worker;
  private final CompletableFuture<Void> polling;

  private RunningWorker(ApplicationContext context, EmbeddedServer server, TemporalWorker worker) {
    this.context = context;
    this.server = server;
    this.worker = worker;
    this.polling = worker.start();
  }

  /**
   * Starts everything and returns as soon as health can be asked for.
   *
   * @param parts stand in for beans of the same type
   */
  static RunningWorker start(WorkerSettings settings, Object... parts) {
    ApplicationContext context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .deduceCloudEnvironment(false)
            .propertySources(
                PropertySource.of("worker configuration", settings.framework(), USER_FILE))
            .properties(
                Map.of(
                    "micronaut.server.host",
                    settings.http().host(),
                    "micronaut.server.port",
                    settings.http().port() == 0 ? -1 : settings.http().port()))
            .singletons(Stream.concat(Stream.of(settings), Stream.of(parts)).toArray())
            .build();
    try {
      context.start();
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      return new RunningWorker(context, server, context.getBean(TemporalWorker.class));
    } catch (RuntimeException failed) {
      context.close();
      throw failed;
    }
  }

  /** Where health and metrics are served. */
  URI address() {
    return server.getURI();
  }

  /** Done when the worker polls; failed when it never will. */
  CompletableFuture<Void> polling() {
    return polling;
  }

  /** Stops polling, waits for running activities within the grace, then ends the web server. */
  @Override
  public void close() {
    try {
      worker.stop();
    } finally {
      context.close();
    }
  }

  /** What can be asked over HTTP. */
  static List<String> paths() {
    return List.of("/health/liveness", "/health/readiness", "/prometheus");
  }
}
