package dev.lockkeeper.lab.temporal;

import dev.lockkeeper.lab.process.ChildProcess;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A local Temporal server with a web page that keeps everything in one SQLite file. It may be
 * killed and started again on the same file and ports as often as wanted.
 */
public final class TemporalServer implements LocalTemporal {
  /** How long a start may take at most. */
  public static final Duration START_BOUND = Duration.ofSeconds(60);

  private final TemporalCli cli;
  private final Path directory;
  private final int port;
  private final int uiPort;
  private @Nullable ChildProcess process;

  /**
   * A server that is not yet started.
   *
   * @param directory gets its state ({@code temporal.db}) and its log ({@code temporal.log})
   * @param port for clients and workers, on the loopback address
   * @param uiPort for the web page, on the loopback address
   */
  public TemporalServer(TemporalCli cli, Path directory, int port, int uiPort) {
    this.cli = cli;
    this.directory = directory;
    this.port = port;
    this.uiPort = uiPort;
  }

  /** A server on ports that are free now. */
  public static TemporalServer onFreePorts(TemporalCli cli, Path directory) {
    List<Integer> ports = FreePorts.some(2);
    return new TemporalServer(cli, directory, ports.get(0), ports.get(1));
  }

  /**
   * Starts the program; {@link #awaitHealthy} says when it can be used. Does nothing while it runs.
   */
  public synchronized void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + directory + " for the Temporal server", e);
    }
    process = ChildProcess.start(new Program("The Temporal server", command(), logFile()));
  }

  /**
   * Waits until workflows can be started and have their search attributes.
   *
   * @throws dev.lockkeeper.lab.process.ChildFailedException when it ends or is not healthy in
   *     {@link #START_BOUND}
   */
  public void awaitHealthy() throws InterruptedException {
    try (TemporalHealth health = new TemporalHealth(address(), LockkeeperAttributes.NAMES)) {
      running().awaitReady(health, START_BOUND);
    }
  }

  /** Ends the server as a crash would; its state stays. */
  public void kill9() {
    running().kill9();
  }

  /** Stops it if it runs, and starts it on the same file and ports; returns when it is healthy. */
  public void restart() throws InterruptedException {
    stop();
    start();
    awaitHealthy();
  }

  /** Ends the server in order; its state stays. */
  public synchronized void stop() {
    if (process != null) {
      process.stop();
    }
  }

  @Override
  public void close() {
    stop();
  }

  @Override
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public Optional<String> uiUrl() {
    return Optional.of("http://127.0.0.1:" + uiPort);
  }

  @Override
  public String sentence() {
    return "A local Temporal server (the CLI %s) at %s; it keeps its state in %s."
        .formatted(cli.origin().words(), address(), databaseFile());
  }

  /** The file that holds all workflows. */
  public Path databaseFile() {
    return directory.resolve("temporal.db");
  }

  /** What the server says about itself. */
  public Path logFile() {
    return directory.resolve("temporal.log");
  }

  private synchronized ChildProcess running() {
    if (process == null) {
      throw new IllegalStateException("The Temporal server at " + address() + " is not started.");
    }
    return process;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(cli.executable().toString(), "server", "start-dev"));
    command.addAll(List.of("--ip", "127.0.0.1", "--port", String.valueOf(port)));
    command.addAll(List.of("--ui-port", String.valueOf(uiPort)));
    command.addAll(List.of("--db-filename", databaseFile().toString(), "--log-level", "error"));
    LockkeeperAttributes.NAMES.forEach(
        name -> command.addAll(List.of("--search-attribute", name + "=Keyword")));
    command.addAll(FastServerSettings.ARGUMENTS);
    return command;
  }
}
