package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.workflows.runbook.WorkerFacts;
import java.util.List;

/** Makes the activities, once the worker knows the server it works for. */
@FunctionalInterface
public interface ActivitySource {
  Activities make(WorkerFacts facts);

  /**
   * Activities to register.
   *
   * @param implementations one object per activity interface
   * @param end called when none of them runs any more
   */
  record Activities(List<Object> implementations, Runnable end) {}
}
