package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.UpgradeReport;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears a workflow's answer to the query {@code report} as it stands when the workflow comes to
 * rest. It adds no command, so a replay is not disturbed.
 */
final class Witness extends WorkerInterceptorBase {
  private volatile @Nullable Supplier<Object> report;
  private volatile @Nullable UpgradeReport last;

  /** The last answer; absent if the workflow never opened its book. */
  @Nullable UpgradeReport lastReport() {
    return last;
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Queries(outbound));
      }

      @Override
      public WorkflowOutput execute(WorkflowInput input) {
        // Such a condition is looked at each time when every other thread of the workflow waits.
        Async.procedure(() -> Workflow.await(Witness.this::listen));
        return super.execute(input);
      }
    };
  }

  private boolean listen() {
    Supplier<Object> query = report;
    if (query != null && query.get() instanceof UpgradeReport answer) {
      last = answer;
    }
    return false;
  }

  private final class Queries extends WorkflowOutboundCallsInterceptorBase {
    Queries(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void registerQuery(RegisterQueryInput input) {
      if (input.getQueryType().equals("report")) {
        report = () -> input.getCallback().apply(new Object[0]);
      }
      super.registerQuery(input);
    }
  }
}
