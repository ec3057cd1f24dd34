package dev.lockkeeper.worker.activity;

import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;

/**
 * Shows the cluster on a workflow's log lines. It makes no commands, so it may come and go without
 * touching running upgrades.
 */
final class NamedWorkflow extends WorkflowInboundCallsInterceptorBase {

  NamedWorkflow(WorkflowInboundCallsInterceptor next) {
    super(next);
  }

  @Override
  public WorkflowOutput execute(WorkflowInput input) {
    try (Subject.Shown before = show()) {
      return super.execute(input);
    }
  }

  @Override
  public void handleSignal(SignalInput input) {
    try (Subject.Shown before = show()) {
      super.handleSignal(input);
    }
  }

  @Override
  public UpdateOutput executeUpdate(UpdateInput input) {
    try (Subject.Shown before = show()) {
      return super.executeUpdate(input);
    }
  }

  private static Subject.Shown show() {
    return Subject.ofWorkflow(Workflow.getInfo().getWorkflowId()).show();
  }
}
