package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command on one session. Both its outputs are drained by threads of their own to the end. */
final class Execution {
  private static final Logger log = LoggerFactory.getLogger(Execution.class);

  /**
   * The node's own timeout comes first and ends the command properly; this is for when it fails.
   */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration PROCESS_ID = Duration.ofSeconds(5);

  /** Stops a process group: politely, and a second later for good. */
  private static final String STOP =
      "kill -s TERM -- \"-$1\" 2>/dev/null || kill -s TERM \"$1\" 2>/dev/null || exit 0; sleep 1;"
          + " kill -s KILL -- \"-$1\" 2>/dev/null || kill -s KILL \"$1\" 2>/dev/null; exit 0";

  private final RemoteSession remote;
  private final SshTarget target;
  private final Command command;
  private final String rendered;
  private final BoundedText output;
  private final BoundedText errors;
  private final Lines lines = new Lines();
  private final ProcessLine processLine = new ProcessLine();
  private final long begin = System.nanoTime();
  private volatile boolean started;
  private CompletableFuture<Void> streamsEnded = new CompletableFuture<>();

  /**
   * @param rendered the command, as {@link Command#render()} gives it
   */
  Execution(RemoteSession remote, SshTarget target, Command command, String rendered) {
    this.remote = remote;
    this.target = target;
    this.command = command;
    this.rendered = rendered;
    this.output = new BoundedText(command.outputLimit());
    this.errors = new BoundedText(command.outputLimit());
  }

  /**
   * Runs the command and gives the session back.
   *
   * @param onLine called with each line of standard output; null if nobody wants them
   */
  CommandResult run(@Nullable Consumer<String> onLine) throws SshFailure, InterruptedException {
    boolean ended = false;
    try {
      Session.Command running = remote.session().exec(remote.link().wrapper().around(rendered));
      drain(running, onLine != null);
      started = true;
      if (onLine != null) {
        handOnLines(onLine);
      }
      await(streamsEnded);
      running.join(millisLeft(), TimeUnit.MILLISECONDS);
      ended = true;
      if (processLine.underTimeout()) {
        remote.link().hasTimeout();
      }
      return result(running);
    } catch (TimeoutException late) {
      throw timedOut();
    } catch (IOException failure) {
      Causes.rethrowInterrupt(failure);
      if (Causes.contains(failure, TimeoutException.class) && outOfTime()) {
        throw timedOut();
      }
      throw lost(failure);
    } finally {
      lines.abandon();
      if (ended) {
        remote.close();
      } else {
        remote.link().background().start(this::stopAndClose);
      }
    }
  }

  private void drain(Session.Command running, boolean asLines) throws IOException {
    Drain out =
        new Drain(
            running.getInputStream(),
            new Drain.Sink() {
              @Override
              public void take(byte[] bytes) throws InterruptedException {
                output.append(bytes);
                if (asLines) {
                  lines.take(bytes);
                }
              }

              @Override
              public void end() throws InterruptedException {
                if (asLines) {
                  lines.end();
                }
              }
            });
    Drain err =
        new Drain(
            running.getErrorStream(),
            new Drain.Sink() {
              @Override
              public void take(byte[] bytes) {
                errors.append(processLine.filter(bytes, bytes.length));
              }

              @Override
              public void end() {
                errors.append(processLine.remainder());
              }
            });
    Background background = remote.link().background();
    if (background.start(out).isCancelled() || background.start(err).isCancelled()) {
      throw new IOException("the pool of SSH connections was closed");
    }
    streamsEnded = CompletableFuture.allOf(out.ended(), err.ended());
    background.start(() -> writeInput(running.getOutputStream()));
  }

  /** A command may end without reading its input, which is no failure. */
  private void writeInput(OutputStream stream) {
    try (stream) {
      if (command.input() != null) {
        stream.write(command.input().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException notRead) {
      log.debug("{} did not take all of a command's input: {}", target, notRead.toString());
    }
  }

  private void handOnLines(Consumer<String> onLine)
      throws IOException, InterruptedException, TimeoutException {
    while (true) {
      // Short waits, because a lost connection ends the streams without a last line.
      @Nullable Optional<String> next = lines.poll(Math.min(200, millisLeft()));
      if (next == null) {
        if (streamsEnded.isCompletedExceptionally()) {
          return;
        }
        if (outOfTime()) {
          throw new TimeoutException();
        }
      } else if (next.isEmpty()) {
        return;
      } else {
        onLine.accept(next.get());
      }
    }
  }

  private void await(CompletableFuture<Void> event)
      throws IOException, InterruptedException, TimeoutException {
    try {
      event.get(millisLeft(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException lost
          ? lost
          : new IOException(failure.getCause());
    }
  }

  /** At least 1, because sshj takes 0 for ever. */
  private long millisLeft() {
    return Math.max(1, command.timeout().plus(GRACE).minus(elapsed()).toMillis());
  }

  private boolean outOfTime() {
    return elapsed().compareTo(command.timeout().plus(GRACE)) >= 0;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private CommandResult result(Session.Command running) throws IOException, CommandTimedOut {
    Integer status = running.getExitStatus();
    Signal signal = running.getExitSignal();
    if (status == null && signal == null) {
      throw new IOException("the channel ended without an exit status");
    }
    // timeout(1) answers 124, or 137 when TERM did not help; sooner these are the script's own.
    boolean stopped = signal != null || status == 124 || status == 137;
    if (stopped && elapsed().compareTo(command.timeout()) >= 0) {
      throw timedOut();
    }
    return new CommandResult(
        signal != null ? -1 : status,
        signal == null ? null : signal.name(),
        output.text(),
        errors.text(),
        output.truncated() || errors.truncated(),
        elapsed());
  }

  private CommandTimedOut timedOut() {
    return new CommandTimedOut(
        "A command on "
            + target.address()
            + " did not end within "
            + command.timeout()
            + " and was stopped: "
            + command,
        output.text(),
        errors.text());
  }

  private Unreachable lost(IOException failure) {
    return new Unreachable(
        "The connection to "
            + remote.link().address()
            + " was lost while a command ran, and whether it had its effect is unknown ("
            + Causes.describe(failure)
            + "): "
            + command,
        failure);
  }

  /**
   * Stops what may still run on the node, and only then closes its session, without keeping the
   * caller waiting: the process id may still be on its way, and would not come any more after that.
   */
  private void stopAndClose() {
    try {
      if (started && remote.link().alive()) {
        stop(processLine.process().get(PROCESS_ID.toMillis(), TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | CancellationException | TimeoutException unable) {
      log.debug("A command on {} was not stopped: {}", target.address(), unable.toString());
    } finally {
      remote.close();
    }
  }

  private void stop(String process) throws IOException {
    String line = Quoting.commandLine(List.of("sh", "-c", STOP, "lockkeeper", process));
    Session session = remote.link().spareSession();
    session.exec(line).join(10, TimeUnit.SECONDS);
    session.close();
  }
}
