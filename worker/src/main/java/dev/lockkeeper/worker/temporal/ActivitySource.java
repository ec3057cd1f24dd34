package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.workflows.runbook.WorkerFacts;
import java.util.List;

/** Makes the activities, once the worker knows the server it works for. */
@FunctionalInterface
public interface ActivitySource {
  List<Object> implementations(WorkerFacts facts);
}
