package dev.lockkeeper.workflows.runbook;

import io.temporal.workflow.Workflow;
import java.time.Instant;

/** The run's time, the same at each replay. */
final class RunClock {
  private RunClock() {}

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
