package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears a workflow's answers to the queries {@code report} and {@code status} each time when the
 * workflow comes to rest. It adds no command, so a replay is not disturbed.
 */
final class Witness extends WorkerInterceptorBase {
  private volatile @Nullable Supplier<Object> report;
  private volatile @Nullable Supplier<Object> status;
  private volatile @Nullable UpgradeReport last;
  private final List<Moment> moments = new CopyOnWriteArrayList<>();

  /** The last answer; absent if the workflow never opened its book. */
  @Nullable UpgradeReport lastReport() {
    return last;
  }

  /** How it stood whenever something was new. */
  List<Moment> moments() {
    return List.copyOf(moments);
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
    Supplier<Object> stand = status;
    if (stand != null && stand.get() instanceof UpgradeStatus answer) {
      note(Moment.of(Instant.ofEpochMilli(Workflow.currentTimeMillis()), answer));
    }
    return false;
  }

  private void note(Moment moment) {
    if (moments.isEmpty() || !moments.get(moments.size() - 1).sameAs(moment)) {
      moments.add(moment);
    }
  }

  private final class Queries extends WorkflowOutboundCallsInterceptorBase {
    Queries(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void registerQuery(RegisterQueryInput input) {
      if (input.getQueryType().equals("report")) {
        report = () -> input.getCallback().apply(new Object[0]);
      } else if (input.getQueryType().equals("status")) {
        status = () -> input.getCallback().apply(new Object[0]);
      }
      super.registerQuery(input);
    }
  }
}
