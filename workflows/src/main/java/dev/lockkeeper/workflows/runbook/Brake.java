package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds a run or ends it early: pause, abort and cancellation. */
final class Brake {
  private final Runnable changed;
  private final List<CancellationScope> interruptible = new ArrayList<>();
  private @Nullable String abortReason;
  private boolean paused;
  private boolean undoing;

  /**
   * @param changed called whenever the run begins or ends to be held
   */
  Brake(Runnable changed) {
    this(changed, false);
  }

  /**
   * @param paused whether the run is held from the start, because it continues one that was
   */
  Brake(Runnable changed, boolean paused) {
    this.changed = changed;
    this.paused = paused;
  }

  boolean paused() {
    return paused;
  }

  boolean undoing() {
    return undoing;
  }

  boolean aborted() {
    return abortReason != null;
  }

  void pause() {
    paused = true;
    changed.run();
  }

  void resume() {
    paused = false;
    changed.run();
  }

  /**
   * Ends the run at its next step. Only the first reason counts; what is being undone is undone to
   * its end.
   */
  void abort(String reason) {
    if (abortReason == null && !undoing) {
      abortReason = reason;
      List.copyOf(interruptible).forEach(CancellationScope::cancel);
    }
  }

  /** From now on the run only takes back what it had begun, and nothing ends that early. */
  void undo() {
    undoing = true;
    abortReason = null;
    paused = false;
  }

  /** Holds while the run is paused; leaves when it is to be aborted. */
  void hold() {
    leaveIfAborted();
    if (paused) {
      changed.run();
      Workflow.await(() -> !paused || abortReason != null);
      leaveIfAborted();
      changed.run();
    }
  }

  /**
   * Whether the run was paused just now; if so, it holds first. What was seen before is old then.
   */
  boolean held() {
    boolean wasPaused = paused;
    hold();
    return wasPaused;
  }

  void leaveIfAborted() {
    if (abortReason != null) {
      throw new RunEnded(UpgradeState.ABORTED, abortReason);
    }
  }

  /** Lets time pass, as a timer of this name; leaves when the run is to be aborted. */
  void rest(String why, Duration time) {
    CompletablePromise<Void> over = Workflow.newPromise();
    CancellationScope timer =
        Workflow.newCancellationScope(
            () ->
                over.completeFrom(
                    Workflow.newTimer(time, TimerOptions.newBuilder().setSummary(why).build())));
    timer.run();
    Workflow.await(() -> over.isCompleted() || abortReason != null);
    if (!over.isCompleted()) {
      timer.cancel();
    }
    leaveIfAborted();
  }

  /** Calls an activity. One that may be interrupted is cancelled when the run is aborted. */
  <T> T call(Patience patience, Functions.Func<T> call) {
    if (!patience.interruptible()) {
      return call.apply();
    }
    List<T> result = new ArrayList<>(1);
    CancellationScope scope = Workflow.newCancellationScope(() -> result.add(call.apply()));
    interruptible.add(scope);
    try {
      scope.run();
    } catch (CanceledFailure e) {
      leaveIfAborted();
      throw e;
    } catch (ActivityFailure e) {
      leaveIfAborted();
      throw e;
    } finally {
      interruptible.remove(scope);
    }
    return result.get(0);
  }
}
