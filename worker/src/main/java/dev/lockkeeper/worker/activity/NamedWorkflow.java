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
    return subject().during(() -> super.execute(input));
  }

  @Override
  public void handleSignal(SignalInput input) {
    subject()
        .during(
            () -> {
              super.handleSignal(input);
              return input;
            });
  }

  @Override
  public UpdateOutput executeUpdate(UpdateInput input) {
    return subject().during(() -> super.executeUpdate(input));
  }

  private static Subject subject() {
    return Subject.ofWorkflow(Workflow.getInfo().getWorkflowId());
  }
}
