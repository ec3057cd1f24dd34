package dev.lockkeeper.lab.bench;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Brings a release to nodes, to all at once, and does nothing else. */
@WorkflowInterface
public interface StagingRun {
  String TYPE = "BenchStaging";

  @WorkflowMethod(name = TYPE)
  void run(StagingOrder order);
}
