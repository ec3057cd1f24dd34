package dev.lockkeeper.lab.temporal;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** Runs activities that do nothing, one after the other; with a gate in front when asked for. */
@WorkflowInterface
public interface CountingWorkflow {
  /** Gives how many activities ran. */
  @WorkflowMethod
  int run(int activities, boolean waitForOpen);

  @SignalMethod
  void open();

  /** Does nothing. */
  @ActivityInterface
  interface Nothing {
    int next(int number);
  }

  /** Adds one. */
  final class NothingImplementation implements Nothing {
    @Override
    public int next(int number) {
      return number + 1;
    }
  }

  /** The workflow. */
  final class Implementation implements CountingWorkflow {
    private final Nothing nothing =
        Workflow.newActivityStub(
            Nothing.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build());
    private boolean open;

    @Override
    public int run(int activities, boolean waitForOpen) {
      int number = nothing.next(0);
      Workflow.await(() -> open || !waitForOpen);
      while (number < activities) {
        number = nothing.next(number);
      }
      return number;
    }

    @Override
    public void open() {
      open = true;
    }
  }
}
