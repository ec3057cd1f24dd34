package dev.lockkeeper.activities.step;

import dev.lockkeeper.activities.ssh.AuthenticationRefused;
import dev.lockkeeper.activities.ssh.BadCredentials;
import dev.lockkeeper.activities.ssh.CommandTimedOut;
import dev.lockkeeper.activities.ssh.HostKeyRejected;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.TransferFailed;
import dev.lockkeeper.activities.ssh.Unreachable;
import dev.lockkeeper.workflows.model.Beat;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Mark;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the bodies of activities. While a body runs, a heartbeat goes out every second with what it
 * last said, as a {@link Beat}; when Temporal answers that the activity was cancelled, the body's
 * thread is interrupted. Every failure leaves as one flat, typed {@link ApplicationFailure} that
 * Temporal does not retry: bodies are patient themselves. Only a body interrupted by the end of its
 * worker is retried, by another worker. The first detail of every failure is the list of the {@link
 * Mark}s that a failed job had reached, empty if there was none.
 */
public final class Attendant implements AutoCloseable {
  /** The type of the only failure that Temporal retries. */
  private static final String WORKER_STOPPING = "WORKER_STOPPING";

  /**
   * A server keeps 4 KB of the failure of a retrying activity, and a reader's patience is no
   * longer. Of a longer message the head says what, and the tail has the last words of a log.
   */
  private static final int LONGEST_MESSAGE = 3_000;

  private static final int HEAD_OF_MESSAGE = 1_000;

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Attendant.class);

  private final ScheduledExecutorService beats =
      Executors.newScheduledThreadPool(2, Attendant::daemon);

  /** Runs a body on the calling activity thread. */
  public <T> T attend(StepBody<T> body) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    Said said = new Said(earlier(context));
    Interruption interruption = new Interruption(Thread.currentThread());
    ScheduledFuture<?> beat =
        beats.scheduleAtFixedRate(
            () -> beat(context, said, interruption), 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return body.run(said);
    } catch (StepFailed e) {
      throw failure(e.reason(), e.getMessage(), e.marks());
    } catch (SshFailure e) {
      throw failure(reason(e), e.getMessage(), List.of());
    } catch (InterruptedException e) {
      ActivityCompletionException why = interruption.why();
      if (why != null) {
        throw why;
      }
      throw ApplicationFailure.newFailure(
          "the worker stopped before the step ended", WORKER_STOPPING, List.of());
    } catch (RuntimeException e) {
      LOG.error("Defect in an activity", e);
      throw failure(FailureReason.DEFECT, e.toString(), List.of());
    } finally {
      beat.cancel(false);
      interruption.bodyEnded();
    }
  }

  private static void beat(ActivityExecutionContext context, Said said, Interruption interruption) {
    try {
      context.heartbeat(said.latest.get());
    } catch (ActivityCompletionException e) {
      interruption.because(e);
    } catch (RuntimeException e) {
      // A task of a scheduled executor that throws is never run again, and the activity would look
      // dead.
      LOG.warn("A heartbeat could not be sent", e);
    }
  }

  private static FailureReason reason(SshFailure failure) {
    if (failure instanceof Unreachable) {
      return FailureReason.UNREACHABLE;
    }
    if (failure instanceof CommandTimedOut) {
      return FailureReason.TIMEOUT;
    }
    if (failure instanceof TransferFailed) {
      return FailureReason.FAILED_COMMAND;
    }
    if (failure instanceof AuthenticationRefused
        || failure instanceof HostKeyRejected
        || failure instanceof BadCredentials) {
      return FailureReason.REFUSED;
    }
    return FailureReason.DEFECT;
  }

  private static ApplicationFailure failure(
      FailureReason reason, @Nullable String message, List<Mark> marks) {
    String text = String.valueOf(message);
    String shortened =
        text.length() <= LONGEST_MESSAGE
            ? text
            : text.substring(0, HEAD_OF_MESSAGE)
                + "\n[…]\n"
                + text.substring(text.length() - (LONGEST_MESSAGE - HEAD_OF_MESSAGE));
    ApplicationFailure failure =
        ApplicationFailure.newNonRetryableFailure(shortened, reason.name(), marks);
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }

  private static @Nullable Beat earlier(ActivityExecutionContext context) {
    try {
      return context.getHeartbeatDetails(Beat.class).orElse(null);
    } catch (DataConverterException e) {
      // Said by another release. The next attempt looks at the node and needs it not.
      LOG.warn("The heartbeat of the earlier attempt cannot be read: {}", e.getMessage());
      return null;
    }
  }

  /** What a body said last. What does not concern a job leaves the offset as it was. */
  private static final class Said implements Pulse {
    private final @Nullable Beat earlier;
    private final AtomicReference<Beat> latest;

    Said(@Nullable Beat earlier) {
      this.earlier = earlier;
      this.latest = new AtomicReference<>(earlier == null ? new Beat("started", 0) : earlier);
    }

    @Override
    public void say(String text) {
      latest.updateAndGet(before -> new Beat(text, before.offset()));
    }

    @Override
    public void beat(Beat beat) {
      latest.set(beat);
    }

    @Override
    public @Nullable Beat earlier() {
      return earlier;
    }
  }

  /** Interrupts a body at most once, and never what its thread does after it. */
  private static final class Interruption {
    private final Thread thread;
    private @Nullable ActivityCompletionException why;
    private boolean ended;

    Interruption(Thread thread) {
      this.thread = thread;
    }

    synchronized void because(ActivityCompletionException reason) {
      if (!ended && why == null) {
        why = reason;
        thread.interrupt();
      }
    }

    synchronized @Nullable ActivityCompletionException why() {
      return why;
    }

    /** An interruption that the body did not notice any more is nobody's. */
    synchronized void bodyEnded() {
      ended = true;
      if (why != null) {
        Thread.interrupted();
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "heartbeat");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
