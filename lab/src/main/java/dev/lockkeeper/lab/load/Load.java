package dev.lockkeeper.lab.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.lab.fluss.FlussRelease;
import dev.lockkeeper.lab.fluss.FlussVersion;
import dev.lockkeeper.lab.host.LabException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link FlussLoad} beside a cluster: writes and reads until stopped, then counts what is
 * lost.
 *
 * <p>A client of 0.7.0 serves clusters from 0.7.0 on. For the full stop from 0.6.0 start with a
 * client of 0.6.0 and {@link #continueWith} one of 0.7.0 after the upgrade.
 */
public final class Load implements AutoCloseable {

  private static final int STOP_SECONDS = 30;
  private static final int VERIFY_SECONDS = 180;

  private final String bootstrapServers;
  private final int rowsPerSecond;
  private final Path directory;
  private final ObjectMapper json = new ObjectMapper();
  private final List<JsonNode> parts = new ArrayList<>();
  private final List<String> journals = new ArrayList<>();
  private FlussVersion client;
  private @Nullable Process writer;

  private Load(String bootstrapServers, int rowsPerSecond, FlussVersion client, Path directory) {
    this.bootstrapServers = bootstrapServers;
    this.rowsPerSecond = rowsPerSecond;
    this.client = client;
    this.directory = directory;
  }

  /**
   * Starts to write.
   *
   * @param bootstrapServers of the cluster
   * @param client the version of the client
   * @param rowsPerSecond rows a second to each of two tables
   * @param directory an existing directory for the load's logs and journals
   */
  public static Load start(
      String bootstrapServers, FlussVersion client, int rowsPerSecond, Path directory) {
    if (client == FlussVersion.V0_9_1) {
      throw new LabException(
          "The load is built for the client's package up to 0.7.0; use 0.7.0, which serves 0.9.1.");
    }
    Load load = new Load(bootstrapServers, rowsPerSecond, client, directory);
    load.startWriter();
    return load;
  }

  /** Stops writing with the present client and goes on with one of another version. */
  public void continueWith(FlussVersion another) {
    stopWriter();
    client = another;
    startWriter();
  }

  /**
   * Stops writing, reads everything back with a fresh client, and counts.
   *
   * @throws LabException if the tables cannot be read
   */
  public LoadReport stop() {
    stopWriter();
    List<String> arguments = new ArrayList<>(List.of("verify", bootstrapServers, nextId()));
    arguments.addAll(journals);
    JsonNode end = result(launch("verify", arguments), "verify", VERIFY_SECONDS);
    return new LoadReport(
        sum("sent"),
        sum("acknowledged"),
        end.path("readBack").asLong(),
        end.path("duplicates").asLong(),
        end.path("lost").asLong(),
        sum("stalls"),
        sum("failures"),
        parts.stream().mapToLong(part -> part.path("longestPauseMillis").asLong()).max().orElse(0));
  }

  /** Ends the writer, if it still runs, without counting. */
  @Override
  public void close() {
    Process process = writer;
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
      writer = null;
    }
  }

  private void startWriter() {
    String journal = directory.resolve("journal-" + journals.size()).toString();
    String name = "write-" + journals.size();
    writer =
        launch(
            name,
            List.of("write", bootstrapServers, Integer.toString(rowsPerSecond), nextId(), journal));
    journals.add(journal);
  }

  private void stopWriter() {
    Process process = writer;
    if (process == null) {
      throw new LabException("The load was stopped before.");
    }
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new LabException("The load cannot be told to stop: " + e.getMessage(), e);
    }
    writer = null;
    parts.add(result(process, "write-" + (journals.size() - 1), STOP_SECONDS));
  }

  private String nextId() {
    return parts.isEmpty() ? "0" : parts.get(parts.size() - 1).path("nextId").asText();
  }

  private long sum(String count) {
    return parts.stream().mapToLong(part -> part.path(count).asLong()).sum();
  }

  private Process launch(String name, List<String> arguments) {
    try {
      Path classes =
          Path.of(FlussLoad.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String classPath =
          classes
              + ":"
              + FlussRelease.clientJars(client).stream()
                  .map(Path::toString)
                  .collect(Collectors.joining(":"));
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "--add-opens=java.base/java.nio=ALL-UNNAMED",
                  "-Dlog4j.configurationFile=classpath:dev/lockkeeper/lab/load/log4j2.properties",
                  "-cp",
                  classPath,
                  FlussLoad.class.getName()));
      command.addAll(arguments);
      return new ProcessBuilder(command)
          .redirectOutput(output(name).toFile())
          .redirectError(directory.resolve(name + ".log").toFile())
          .start();
    } catch (IOException | URISyntaxException e) {
      throw new LabException("The load cannot be started: " + e.getMessage(), e);
    }
  }

  private JsonNode result(Process process, String name, int seconds) {
    try {
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      List<String> lines = Files.readAllLines(output(name), StandardCharsets.UTF_8);
      if (ended && process.exitValue() == 0 && !lines.isEmpty()) {
        return json.readTree(lines.get(lines.size() - 1));
      }
      throw new LabException(
          "The load's %s %s; see %s."
              .formatted(
                  name,
                  ended ? "failed with exit status " + process.exitValue() : "did not end",
                  directory.resolve(name + ".log")));
    } catch (IOException e) {
      throw new LabException("The load's counts cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while the load ended.", e);
    }
  }

  private Path output(String name) {
    return directory.resolve(name + ".json");
  }
}
