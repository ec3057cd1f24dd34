package dev.lockkeeper.worker;

import dev.lockkeeper.worker.configuration.InvalidConfigurationException;
import dev.lockkeeper.worker.configuration.WorkerSettings;
import dev.lockkeeper.worker.configuration.WorkerSettingsReader;
import io.micronaut.http.server.exceptions.ServerStartupException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs upgrades: starts the worker, waits for a signal, stops it in order. */
public final class WorkerApplication {
  /** Left in order. */
  static final int OK = 0;

  /** Failed by something that is not the configuration. */
  static final int FAILED = 1;

  /** The command line or the configuration cannot be used. */
  static final int MISCONFIGURED = 2;

  /** Held, since the JDK forgets a logger's level together with the logger. */
  private static final java.util.logging.Logger GRPC =
      java.util.logging.Logger.getLogger("io.grpc");

  private WorkerApplication() {}

  public static void main(String[] arguments) throws InterruptedException {
    // gRPC writes to the JDK's own log, past the one below and over many lines.
    GRPC.setLevel(Level.SEVERE);
    // System.exit, since a library's thread that is no daemon must not keep a stopped worker alive.
    System.exit(run(arguments, System.getenv(), System.out, System.err));
  }

  static int run(
      String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err)
      throws InterruptedException {
    WorkerArguments wished = WorkerArguments.parse(arguments, environment);
    switch (wished.wish()) {
      case HELP -> {
        out.println(WorkerArguments.USAGE);
        return OK;
      }
      case VERSION -> {
        out.println(Release.version());
        return OK;
      }
      case EXPLAIN_MISTAKE -> {
        err.println(wished.mistake());
        err.println(WorkerArguments.USAGE);
        return MISCONFIGURED;
      }
      case WORK, CHECK -> {}
    }
    WorkerSettings settings;
    try {
      settings = WorkerSettingsReader.read(wished.configuration(), environment);
    } catch (InvalidConfigurationException invalid) {
      err.println(invalid.getMessage());
      return MISCONFIGURED;
    }
    if (wished.wish() == WorkerArguments.Wish.CHECK) {
      out.println("The configuration is sound: " + settings.source());
      return OK;
    }
    return work(settings);
  }

  private static int work(WorkerSettings settings) throws InterruptedException {
    Logger log = LoggerFactory.getLogger(WorkerApplication.class);
    StopSignals signals = StopSignals.listen();
    AtomicReference<Throwable> broken = new AtomicReference<>();
    try (RunningWorker worker = RunningWorker.start(settings)) {
      log.info(
          "Lockkeeper {} worker: Temporal at {}, queue '{}', configuration {}, {} credential"
              + " profiles; {} has {}",
          Release.version(),
          settings.temporal(),
          settings.taskQueue(),
          settings.source(),
          settings.credentials().size(),
          worker.address(),
          String.join(" ", RunningWorker.paths()));
      worker
          .polling()
          .whenComplete(
              (polls, failure) -> {
                if (failure != null) {
                  broken.set(failure);
                  signals.stop();
                }
              });
      signals.await();
    } catch (ServerStartupException occupied) {
      log.error(
          "Cannot serve health and metrics on {}:{}: {}. Set lockkeeper.http.port or"
              + " LOCKKEEPER_HTTP_PORT",
          settings.http().host(),
          settings.http().port(),
          occupied.getMessage());
      return FAILED;
    }
    if (broken.get() != null) {
      log.error("The worker cannot start", broken.get());
      return FAILED;
    }
    return OK;
  }
}
