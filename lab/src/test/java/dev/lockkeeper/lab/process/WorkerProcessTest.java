package dev.lockkeeper.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
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
            Map.of("lockkeeper.credentials.lab.user", "root"));
    long pid;
    try (WorkerProcess worker =
        WorkerProcess.start(Installation.find(), launch, StandInWorker.class.getName())) {
      worker.awaitReady();
      pid = worker.pid();
      assertThat(Files.readString(directory.resolve("seen")))
          .isEqualTo("127.0.0.1:7233 root " + launch.httpPort());
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("worker-1.properties"))))
          .isEqualTo("rw-------");
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  /** Reads what a real worker would read and answers the readiness question. */
  static final class StandInWorker {
    private StandInWorker() {}

    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(System.getProperty("micronaut.config.files"));
      Properties configuration = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        configuration.load(reader);
      }
      int port = Integer.parseInt(configuration.getProperty("micronaut.server.port"));
      Files.writeString(
          file.resolveSibling("seen"),
          System.getenv("TEMPORAL_ADDRESS")
              + " "
              + configuration.getProperty("lockkeeper.credentials.lab.user")
              + " "
              + port);
      InetAddress host = InetAddress.getByName(configuration.getProperty("micronaut.server.host"));
      HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
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
