package dev.lockkeeper.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a stand-in for the worker's main class: what a worker is given and when it counts as ready.
 */
@Timeout(60)
class WorkerProcessTest {
  @TempDir private Path directory;

  @Test
  void aWorkerGetsItsConfigurationInAPrivateFileAndIsReadyWhenItSaysSo() throws Exception {
    WorkerLaunch launch =
        new WorkerLaunch(
            "worker-1",
            directory,
            "127.0.0.1:7233",
            FreePorts.one(),
            "lockkeeper: {credentials: {}}\n");
    long pid;
    try (WorkerProcess worker =
        WorkerProcess.start(Installation.find(), launch, StandInWorker.class.getName())) {
      worker.awaitReady();
      pid = worker.pid();
      assertThat(Files.readString(directory.resolve("seen")))
          .isEqualTo(
              "127.0.0.1:7233 127.0.0.1 " + launch.httpPort() + " lockkeeper: {credentials: {}}\n");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("worker-1.yaml"))))
          .isEqualTo("rw-------");
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  /** Reads what a real worker would read and answers the readiness question. */
  static final class StandInWorker {
    private StandInWorker() {}

    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[1]);
      String host = System.getenv("LOCKKEEPER_HTTP_HOST");
      String port = System.getenv("LOCKKEEPER_HTTP_PORT");
      Files.writeString(
          file.resolveSibling("seen"),
          System.getenv("TEMPORAL_ADDRESS")
              + " "
              + host
              + " "
              + port
              + " "
              + Files.readString(file));
      HttpServer server = HttpServer.create(new InetSocketAddress(host, Integer.parseInt(port)), 0);
      server.createContext(
          "/health/readiness",
          exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
    }
  }
}
