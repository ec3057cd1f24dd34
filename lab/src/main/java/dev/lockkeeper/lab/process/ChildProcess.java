package dev.lockkeeper.lab.process;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One running program, from its start to its end. It is stopped with this JVM at the latest (see
 * {@link Children}).
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration STOP_BOUND = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Optional<String> SETSID = Commands.find("setsid").map(Object::toString);

  private final Program program;
  private final Process process;
  private final LogTail log;

  private ChildProcess(Program program, Process process, LogTail log) {
    this.program = program;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program; it runs when this returns, but may not be ready.
   *
   * @throws ChildFailedException when there is no such program or it may not be run
   */
  public static ChildProcess start(Program program) {
    return Children.start(() -> launch(program));
  }

  private static ChildProcess launch(Program program) {
    List<String> command = new ArrayList<>();
    // Its own session: Ctrl-C in the terminal reaches only this JVM, which then stops its children
    // in order.
    // setsid becomes the program (same process id), since a child of a JVM never leads a process
    // group.
    SETSID.ifPresent(command::add);
    command.addAll(program.command());
    LogTail log = LogTail.from(program.log());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
    builder.environment().putAll(program.environment());
    try {
      return new ChildProcess(program, builder.start(), log);
    } catch (IOException e) {
      throw new ChildFailedException(
          program.name() + " cannot be started: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Waits until the program is ready for use.
   *
   * @param ready asked again and again; must answer soon and not throw
   * @param bound how long to wait at most; a program that is not ready by then is killed
   * @throws ChildFailedException when it ends or the time is over, with the last lines of its log
   */
  public void awaitReady(BooleanSupplier ready, Duration bound) throws InterruptedException {
    long begin = System.nanoTime();
    while (!ready.getAsBoolean()) {
      if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        Children.forget(this);
        throw new ChildFailedException(
            "%s ended with exit status %d before it was ready.%n%s"
                .formatted(program.name(), process.exitValue(), log.describe()));
      }
      if (System.nanoTime() - begin > bound.toNanos()) {
        kill9();
        throw new ChildFailedException(
            "%s was not ready within %d s and was ended.%n%s"
                .formatted(program.name(), bound.toSeconds(), log.describe()));
      }
    }
  }

  /**
   * Waits at most so long for its end by itself; empty when it still runs, else its exit status.
   */
  public Optional<Integer> awaitExit(Duration bound) throws InterruptedException {
    if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    Children.forget(this);
    return Optional.of(process.exitValue());
  }

  /**
   * Asks it to end (SIGTERM) and kills it when it does not within 10 s. Does nothing when it has
   * ended.
   */
  public void stop() {
    process.destroy();
    try {
      if (process.waitFor(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        Children.forget(this);
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill9();
  }

  /** Ends it at once, as a crash would (SIGKILL), and waits until it is gone. */
  public void kill9() {
    process.destroyForcibly().onExit().join();
    Children.forget(this);
  }

  @Override
  public void close() {
    stop();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  public Program program() {
    return program;
  }

  /** The last lines that it wrote since this start, and where the whole log is. */
  public String lastWords() {
    return log.describe();
  }

  @Override
  public String toString() {
    return program.name() + " (process " + process.pid() + ")";
  }
}
