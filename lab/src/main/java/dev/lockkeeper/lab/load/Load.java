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
 * lost. A scenario may begin a new count, so that each phase answers for its own rows.
 *
 * <p>A client of 0.7.0 serves clusters of 0.6.0, 0.7.0 and 0.9.1. One of 0.6.0 serves only 0.6.0,
 * and may hang when it connects.
 */
public final class Load implements AutoCloseable {

  /**
   * A follower learns with the answer to its next fetch what was acknowledged, at most 500 ms later
   * (log.replica.fetch.wait-max-time, Fluss 0.6 to 0.9), and keeps only that over a restart.
   */
  private static final int SETTLE_SECONDS = 5;

  private static final int WRITING_SECONDS = 60;
  private static final long LOOK_MILLIS = 50;
  private static final int STOP_SECONDS = 30;
  private static final int VERIFY_SECONDS = 180;
  private static final int VERIFY_ATTEMPTS = 3;

  private final String bootstrapServers;
  private final int rowsPerSecond;
  private final Path directory;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * What the writers of the present count have reported, and where they say what was acknowledged.
   */
  private final List<JsonNode> parts = new ArrayList<>();

  private final List<String> journals = new ArrayList<>();
  private FlussVersion client;
  private int writers;
  private long firstId;
  private long nextId;
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

  /**
   * Stops writing until {@link #continueWith}, as operators do before they stop a whole cluster,
   * and returns some seconds later, when every replica knows what was acknowledged.
   */
  public void pause() {
    if (writer == null) {
      throw new LabException("The load does not write now.");
    }
    stopWriter(writer);
    try {
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while the load paused.", e);
    }
  }

  /**
   * Goes on writing with a client of the given version, after ending the one that still writes.
   * Returns when rows of both tables were acknowledged to it.
   *
   * @throws LabException if that takes more than a minute
   */
  public void continueWith(FlussVersion another) {
    if (writer != null) {
      stopWriter(writer);
    }
    client = another;
    awaitWriting(startWriter());
  }

  /**
   * Goes on writing as {@link #continueWith}, and counts from here on: rows that were written
   * before are neither read back nor missed.
   *
   * @throws LabException if nothing is acknowledged within a minute
   */
  public void countAnew(FlussVersion another) {
    if (writer != null) {
      stopWriter(writer);
    }
    parts.clear();
    journals.clear();
    firstId = nextId;
    continueWith(another);
  }

  /**
   * Stops writing, reads every row of this count back with a fresh client, and counts.
   *
   * @throws LabException if the tables cannot be read
   */
  public LoadReport stop() {
    if (writer != null) {
      stopWriter(writer);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of("verify", bootstrapServers, Long.toString(firstId), Long.toString(nextId)));
    arguments.addAll(journals);
    JsonNode end = readBack(arguments);
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

  private Process startWriter() {
    writers++;
    String journal = directory.resolve("journal-" + writers).toString();
    Process started =
        launch(
            "write-" + writers,
            List.of(
                "write",
                bootstrapServers,
                Integer.toString(rowsPerSecond),
                Long.toString(nextId),
                journal));
    journals.add(journal);
    writer = started;
    return started;
  }

  private void awaitWriting(Process started) {
    Path output = output("write-" + writers);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WRITING_SECONDS);
    try {
      while (!Files.readString(output).startsWith(FlussLoad.WRITING)) {
        if (started.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          throw new LabException(
              "Nothing was acknowledged to the load's write-%d; see %s."
                  .formatted(writers, directory.resolve("write-" + writers + ".log")));
        }
      }
    } catch (IOException e) {
      throw new LabException("The load's output cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while the load began.", e);
    }
  }

  private void stopWriter(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new LabException("The load cannot be told to stop: " + e.getMessage(), e);
    }
    writer = null;
    JsonNode part = result(process, "write-" + writers, STOP_SECONDS);
    parts.add(part);
    nextId = part.path("nextId").asLong();
  }

  /**
   * Reads with a fresh client, and if that hangs or fails, as clients of 0.6.0 may, with another.
   */
  private JsonNode readBack(List<String> arguments) {
    for (int attempt = 1; ; attempt++) {
      String name = "verify-" + attempt;
      try {
        return result(launch(name, arguments), name, VERIFY_SECONDS);
      } catch (LabException e) {
        if (attempt == VERIFY_ATTEMPTS) {
          throw e;
        }
      }
    }
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
