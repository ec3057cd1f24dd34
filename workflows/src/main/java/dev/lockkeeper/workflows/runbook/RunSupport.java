package dev.lockkeeper.workflows.runbook;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Activities of the machinery itself. */
@ActivityInterface
public interface RunSupport {
  /** Tells the run about its worker. */
  @ActivityMethod(name = "DescribeWorker")
  WorkerFacts describeWorker();
}
