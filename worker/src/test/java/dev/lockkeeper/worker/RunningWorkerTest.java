package dev.lockkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.worker.configuration.WorkerSettingsReader;
import dev.lockkeeper.worker.temporal.ActivitySource;
import dev.lockkeeper.workflows.runbook.RunSupport;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@SuppressWarnings("try") // Servers run because they are open; nothing is asked of the variable.
class RunningWorkerTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void isAliveWithoutATemporalServiceAndReadyOnceThereIsOne() throws Exception {
    int port = freePort();
    try (LogLines log = new LogLines();
        RunningWorker worker = start(port, "30s")) {
      assertThat(get(worker, "/health/liveness").statusCode()).isEqualTo(200);
      HttpResponse<String> down =
          await(worker, "/health/readiness", r -> r.body().contains("no Temporal service answers"));
      assertThat(down.statusCode()).isEqualTo(503);
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.startsWith(
                      "WARN [- - -] Not ready: no Temporal service answers at 127.0.0.1:" + port));

      try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port)) {
        worker.polling().get(60, TimeUnit.SECONDS);
        assertThat(get(worker, "/health/readiness").statusCode()).isEqualTo(200);
        assertThat(get(worker, "/health/readiness").body())
            .contains("\"state\":\"polling\"", "\"queue\":\"lockkeeper\"");
      }

      assertThat(get(worker, "/health/readiness").statusCode()).isEqualTo(503);
      assertThat(get(worker, "/health/liveness").statusCode()).isEqualTo(200);
      await(
          () -> log.lines().stream().anyMatch(line -> line.contains("Lost the service: no Temp")));
      try (TestServer.PortBoundTestServer again = TestServer.createPortBoundServer(port)) {
        await(() -> log.lines().stream().anyMatch(line -> line.endsWith(port + " is back")));
        assertThat(get(worker, "/health/readiness").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void metricsOfTheSdkAndOfLockkeeperAreServed() throws Exception {
    int port = freePort();
    try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port);
        RunningWorker worker = start(port, "30s")) {
      worker.polling().get(60, TimeUnit.SECONDS);
      HttpResponse<String> metrics =
          await(worker, "/prometheus", r -> r.body().contains("temporal_num_pollers{"));
      assertThat(metrics.body())
          .contains(
              "lockkeeper_worker_polling 1.0",
              "lockkeeper_activities_running 0.0",
              "lockkeeper_temporal_connect_failures_total 0.0",
              "lockkeeper_release{version=");
    }
  }

  @Test
  void aStopSaysWhatWasStillRunningAfterTheGrace() throws Exception {
    int port = freePort();
    Held held = new Held();
    try (LogLines log = new LogLines();
        TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port)) {
      try (RunningWorker worker = start(port, "200ms", held)) {
        startUpgrade(port);
        held.reached.await();
      }
      assertThat(log.lines())
          .contains(
              "INFO [- - -] Stopping: taking no more work; waiting up to PT0.2S for 1 activity"
                  + " (DescribeWorker of orders)",
              "WARN [- - -] Stopped after the grace; still running: 1 activity (DescribeWorker of"
                  + " orders). Another worker goes on with it");
      assertThat(held.ended).isDone();
    }
  }

  @Test
  void aStopLetsARunningActivityFinishWithinTheGrace() throws Exception {
    int port = freePort();
    Held held = new Held();
    try (LogLines log = new LogLines();
        TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port)) {
      try (RunningWorker worker = start(port, "1m", held)) {
        startUpgrade(port);
        held.reached.await();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(worker::close);
        await(() -> log.lines().stream().anyMatch(line -> line.contains("Stopping: ")));
        held.release.countDown();
        stop.get(60, TimeUnit.SECONDS);
      }
      assertThat(log.lines())
          .anyMatch(line -> line.contains("[orders - DescribeWorker] DescribeWorker is done"))
          .contains("INFO [- - -] Stopped; nothing was still running");
    }
  }

  private static RunningWorker start(int temporal, String grace, Object... parts) throws Exception {
    return RunningWorker.start(
        WorkerSettingsReader.read(
            null,
            Map.of(
                "TEMPORAL_ADDRESS",
                "127.0.0.1:" + temporal,
                "LOCKKEEPER_HTTP_PORT",
                "0",
                "LOCKKEEPER_SHUTDOWN_GRACE",
                grace,
                "LOCKKEEPER_METRICS_INTERVAL",
                "100ms")),
        parts);
  }

  private static void startUpgrade(int temporal) {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + temporal).build());
    try {
      WorkflowClient.newInstance(service)
          .newUntypedWorkflowStub(
              "FlussUpgrade",
              WorkflowOptions.newBuilder()
                  .setTaskQueue("lockkeeper")
                  .setWorkflowId("upgrade-orders")
                  .build())
          .start(
              Map.of(
                  "product",
                  "fluss",
                  "cluster",
                  "orders",
                  "release",
                  Map.of(
                      "version", "0.9.1-incubating",
                      "archive", "/srv/fluss.tgz",
                      "sha256", "0".repeat(64)),
                  "credentials",
                  "prod",
                  "nodes",
                  List.of(
                      Map.of(
                          "name", "tablet-1",
                          "host", "10.0.0.11",
                          "role", "tablet-server",
                          "home", "/opt/fluss"),
                      Map.of(
                          "name", "coordinator-1",
                          "host", "10.0.0.10",
                          "role", "coordinator-server",
                          "home", "/opt/fluss")),
                  "fluss",
                  Map.of("zookeeper", "10.0.0.5:2181")));
    } finally {
      service.shutdownNow();
    }
  }

  /** Activities of which the first one runs until it is released or interrupted. */
  private static final class Held implements ActivitySource {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    @Override
    public Activities make(WorkerFacts facts) {
      RunSupport support =
          () -> {
            reached.countDown();
            try {
              release.await();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
            }
            return facts;
          };
      return new Activities(List.of(support), () -> ended.complete(null));
    }
  }

  private HttpResponse<String> get(RunningWorker worker, String path)
      throws IOException, InterruptedException {
    URI address = worker.address().resolve(path);
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> await(
      RunningWorker worker, String path, Predicate<HttpResponse<String>> wanted)
      throws IOException, InterruptedException {
    HttpResponse<String> response = get(worker, path);
    while (!wanted.test(response)) {
      TimeUnit.MILLISECONDS.sleep(50);
      response = get(worker, path);
    }
    return response;
  }

  private static void await(java.util.function.BooleanSupplier wanted) throws InterruptedException {
    while (!wanted.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
