package dev.lockkeeper.workflows.runbook;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Does something after a time, whatever the procedure waits for by then, unless it is cancelled
 * before. A timer with a name of its own.
 */
public final class Alarm {
  private final CancellationScope scope;

  private Alarm(CancellationScope scope) {
    this.scope = scope;
  }

  /**
   * Sets one.
   *
   * @param summary what the Temporal UI shows for the timer
   * @param ring must not wait for anything
   */
  public static Alarm in(Duration time, String summary, Runnable ring) {
    CancellationScope scope =
        Workflow.newCancellationScope(
            () ->
                Workflow.newTimer(time, TimerOptions.newBuilder().setSummary(summary).build())
                    .handle(
                        (done, cancelled) -> {
                          if (cancelled == null) {
                            ring.run();
                          }
                          return null;
                        }));
    scope.run();
    return new Alarm(scope);
  }

  /** Does nothing if it has rung. */
  public void cancel() {
    scope.cancel();
  }
}
