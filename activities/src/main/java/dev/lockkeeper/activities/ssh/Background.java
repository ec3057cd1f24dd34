package dev.lockkeeper.activities.ssh;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a pool: as many as there are streams to drain, and one clock. */
final class Background implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Background.class);

  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool(this::thread);
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, this::thread);

  Background() {
    clock.setRemoveOnCancelPolicy(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "lockkeeper-ssh-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Starts a task; once the pool is closed, nothing, since its connections are closed as well. */
  Future<?> start(Runnable task) {
    try {
      return threads.submit(task);
    } catch (RejectedExecutionException closed) {
      log.debug("Not started, the pool is closed: {}", closed.getMessage());
      return cancelled(task);
    }
  }

  /** Starts a task on its own thread after a while, unless the returned future is cancelled. */
  Future<?> after(Duration delay, Runnable task) {
    try {
      return clock.schedule(() -> start(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      log.debug("Not scheduled, the pool is closed: {}", closed.getMessage());
      return cancelled(task);
    }
  }

  /** Starts a task again and again. */
  Future<?> every(Duration period, Runnable task) {
    long millis = period.toMillis();
    return clock.scheduleWithFixedDelay(() -> start(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static Future<?> cancelled(Runnable task) {
    FutureTask<?> never = new FutureTask<>(task, null);
    never.cancel(false);
    return never;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    // No interrupts: the tasks end with the connections they serve, and say why they ended.
    threads.shutdown();
  }
}
