package dev.lockkeeper.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real worker in a JVM of its own, so that it can be killed while this process goes on. */
public final class WorkerProcess implements AutoCloseable {
  /**
   * The worker's main class. The lab starts it as an operator would: by name, not by calling it.
   */
  static final String MAIN_CLASS = "dev.lockkeeper.worker.WorkerApplication";

  private static final Duration START_BOUND = Duration.ofSeconds(60);

  private final WorkerLaunch launch;
  private final ChildProcess process;

  private WorkerProcess(WorkerLaunch launch, ChildProcess process) {
    this.launch = launch;
    this.process = process;
  }

  /** Starts a worker; {@link #awaitReady} says when it takes work. */
  public static WorkerProcess start(Installation installation, WorkerLaunch launch) {
    return start(installation, launch, MAIN_CLASS);
  }

  /** Starts a worker with a configuration file of the user's. */
  public static WorkerProcess start(
      Installation installation, WorkerLaunch launch, Path configuration) {
    return start(installation, launch, configuration, MAIN_CLASS);
  }

  static WorkerProcess start(Installation installation, WorkerLaunch launch, String mainClass) {
    return start(installation, launch, writeConfiguration(launch), mainClass);
  }

  private static WorkerProcess start(
      Installation installation, WorkerLaunch launch, Path configuration, String mainClass) {
    List<String> command =
        List.of(
            installation.java().toString(),
            // Quick to start rather than quick in the long run.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            // A test's class path has another configuration in front of the worker's.
            "-Dlogback.configurationFile=logback.xml",
            "-D" + Installation.ROOT_PROPERTY + "=" + installation.root(),
            "-cp",
            installation.workerClassPath(),
            mainClass,
            "--config",
            configuration.toString());
    Map<String, String> environment =
        Map.of(
            "TEMPORAL_ADDRESS",
            launch.temporalAddress(),
            "LOCKKEEPER_HTTP_HOST",
            "127.0.0.1",
            "LOCKKEEPER_HTTP_PORT",
            String.valueOf(launch.httpPort()));
    Path log = launch.directory().resolve(launch.name() + ".log");
    return new WorkerProcess(
        launch, ChildProcess.start(new Program(launch.name(), command, environment, log)));
  }

  /**
   * Waits until the worker says that it takes work.
   *
   * @throws ChildFailedException when it ends or takes longer than a minute
   */
  public void awaitReady() throws InterruptedException {
    process.awaitReady(new HttpReadiness(readinessUrl()), START_BOUND);
  }

  /** Answers 200 once the worker takes work. */
  public URI readinessUrl() {
    return URI.create("http://127.0.0.1:" + launch.httpPort() + "/health/readiness");
  }

  /** Ends it as a crash would. */
  public void kill9() {
    process.kill9();
  }

  /** Asks it to finish and waits for that, 10 s at most. */
  public void stop() {
    process.stop();
  }

  @Override
  public void close() {
    stop();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  public WorkerLaunch launch() {
    return launch;
  }

  /** A file rather than arguments: those can be read by every user of the machine. */
  private static Path writeConfiguration(WorkerLaunch launch) {
    Path file = launch.directory().resolve(launch.name() + ".yaml");
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, launch.configuration());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the worker's configuration " + file, e);
    }
  }
}
