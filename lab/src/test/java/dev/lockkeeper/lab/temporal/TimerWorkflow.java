package dev.lockkeeper.lab.temporal;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** Waits for timers of a millisecond, one after the other. */
@WorkflowInterface
public interface TimerWorkflow {
  @WorkflowMethod
  void run(int timers);

  /** The workflow. */
  final class Implementation implements TimerWorkflow {
    @Override
    public void run(int timers) {
      for (int timer = 0; timer < timers; timer++) {
        Workflow.sleep(Duration.ofMillis(1));
      }
    }
  }
}
