package dev.lockkeeper.worker.activity;

import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;

/**
 * Has every line of the log say which cluster, node and step it is about, and keeps the list of
 * running activities.
 */
public final class SubjectInterceptor extends WorkerInterceptorBase {
  private final RunningActivities running;

  public SubjectInterceptor(RunningActivities running) {
    this.running = running;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new WatchedActivity(next, running);
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new NamedWorkflow(next);
  }
}
