package dev.lockkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerApplicationTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aWrongConfigurationEndsWithCode2AndNoStackTrace(@TempDir Path directory) throws Exception {
    Path file = write(directory, "lockkeeper: {http: {port: x}, credentials: {a: {password: b}}}");

    assertThat(run(Map.of("LOCKKEEPER_WORKER_CONFIG", file.toString()))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .first()
        .isEqualTo("4 mistakes in the worker's configuration:");
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ", "Exception");
  }

  @Test
  void theConfigurationCanBeCheckedWithoutStarting(@TempDir Path directory) throws Exception {
    Path file = write(directory, "lockkeeper: {task-queue: site-a}");

    assertThat(run(Map.of(), "--check", "--config", file.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("is sound", file.toString());
  }

  @Test
  void theCommandLineWinsOverTheVariable(@TempDir Path directory) throws Exception {
    Path file = write(directory, "lockkeeper: {}");

    assertThat(run(Map.of("LOCKKEEPER_WORKER_CONFIG", "/none.yaml"), "--config=" + file, "--check"))
        .isZero();
  }

  @Test
  void anUnknownArgumentIsExplained() throws Exception {
    assertThat(run(Map.of(), "--port", "1")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("'--port'", "Usage:");
  }

  @Test
  void theReleaseIsFilledInByTheBuild() throws Exception {
    assertThat(run(Map.of(), "--version")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).matches("\\d+\\.\\d+.*\\R");
  }

  private int run(Map<String, String> environment, String... arguments)
      throws InterruptedException {
    return WorkerApplication.run(
        arguments, environment, new PrintStream(out, true), new PrintStream(err, true));
  }

  private static Path write(Path directory, String yaml) throws IOException {
    return Files.writeString(directory.resolve("worker.yaml"), yaml);
  }
}
