package dev.lockkeeper.lab.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.process.ChildProcess;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.HttpReadiness;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.process.Program;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.LockkeeperCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Temporal server that only clients with a certificate reach. */
class MutualTlsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static TemporalServer server;
  private static TlsFront front;
  private static Map<String, String> trusting;
  private static Map<String, String> withCertificate;
  private static URI readiness;

  @BeforeAll
  static void start() throws Exception {
    TemporalCli.Search search = TemporalCli.find(System.out::println);
    assertThat(search).isInstanceOf(TemporalCli.Found.class);
    server = TemporalServer.onFreePorts(((TemporalCli.Found) search).cli(), directory);
    server.start();
    server.awaitHealthy();
    Certificate own = Certificate.make(directory, "server");
    Certificate client = Certificate.make(directory, "client");
    front = TlsFront.start(server.address(), own, client);
    trusting =
        Map.of(
            "TEMPORAL_ADDRESS", front.address(),
            "TEMPORAL_TLS_SERVER_CA_CERT_PATH", own.certificate().toString());
    withCertificate = new HashMap<>(trusting);
    withCertificate.put("TEMPORAL_TLS_CLIENT_CERT_PATH", client.certificate().toString());
    withCertificate.put("TEMPORAL_TLS_CLIENT_KEY_PATH", client.key().toString());
  }

  @AfterAll
  static void stop() {
    front.close();
    server.close();
  }

  @Test
  void workerAndCommandLineConnectWithTheStandardClientConfiguration() throws Exception {
    try (ChildProcess worker = worker("admitted", withCertificate)) {
      worker.awaitReady(new HttpReadiness(readiness), PATIENCE);
      Ended doctor = command(withCertificate, "doctor");
      assertThat(doctor.exit()).as(doctor.text()).isZero();
      assertThat(doctor.text()).contains(front.address());
    }
  }

  @Test
  void withoutACertificateTheCommandSaysWhatToSet() {
    Ended list = command(trusting, "list");
    assertThat(list.exit()).isEqualTo(4);
    assertThat(list.text())
        .contains("Something listens at " + front.address())
        .contains("TEMPORAL_TLS_CLIENT_CERT_PATH")
        .doesNotContain("lockkeeper up");
  }

  @Test
  void withoutTlsTheCommandSaysWhatToSet() {
    Ended list = command(Map.of("TEMPORAL_ADDRESS", front.address()), "list");
    assertThat(list.exit()).isEqualTo(4);
    assertThat(list.text())
        .contains("Something listens at " + front.address())
        .contains("TEMPORAL_TLS")
        .doesNotContain("lockkeeper up");
  }

  @Test
  void anUnknownServerIsNamed() {
    Map<String, String> untrusting = new HashMap<>(withCertificate);
    untrusting.remove("TEMPORAL_TLS_SERVER_CA_CERT_PATH");
    Ended list = command(untrusting, "list");
    assertThat(list.exit()).isEqualTo(4);
    assertThat(list.text())
        .contains("Something listens at " + front.address())
        .contains("TEMPORAL_TLS_SERVER_CA_CERT_PATH");
  }

  @Test
  void withoutACertificateTheWorkerWaitsAndSaysWhy() throws Exception {
    try (ChildProcess worker = worker("refused", trusting)) {
      worker.awaitReady(
          () -> log("refused").contains("something listens at " + front.address()), PATIENCE);
      assertThat(log("refused")).contains("TEMPORAL_TLS_CLIENT_CERT_PATH");
    }
  }

  private static String log(String name) {
    try {
      return Files.readString(directory.resolve(name + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ChildProcess worker(String name, Map<String, String> environment)
      throws IOException {
    Installation installation = Installation.find();
    int port = FreePorts.one();
    readiness = URI.create("http://127.0.0.1:" + port + "/health/readiness");
    Map<String, String> all = new HashMap<>(environment);
    all.put("LOCKKEEPER_HTTP_PORT", String.valueOf(port));
    List<String> command =
        List.of(
            installation.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            installation.workerClassPath(),
            "dev.lockkeeper.worker.WorkerApplication");
    return ChildProcess.start(new Program(name, command, all, directory.resolve(name + ".log")));
  }

  private record Ended(int exit, String text) {}

  private static Ended command(Map<String, String> environment, String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    Map<String, String> all = new HashMap<>(environment);
    all.put("HOME", "/nonexistent");
    int exit =
        LockkeeperCommand.run(
            new Console(
                writer, writer, InputStream.nullInputStream(), false, all, ZoneId.of("UTC")),
            arguments);
    return new Ended(exit, text.toString());
  }
}
