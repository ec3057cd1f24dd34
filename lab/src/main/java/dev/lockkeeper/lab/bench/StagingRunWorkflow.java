package dev.lockkeeper.lab.bench;

import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/** The nodes as the procedures' staging phase has them: all at the same time. */
public final class StagingRunWorkflow implements StagingRun {
  private final StagingNode node =
      Workflow.newActivityStub(
          StagingNode.class,
          ActivityOptions.newBuilder()
              .setStartToCloseTimeout(Duration.ofMinutes(10))
              .setHeartbeatTimeout(Duration.ofSeconds(5))
              .build());

  @Override
  public void run(StagingOrder order) {
    List<Promise<String>> all =
        order.nodes().stream()
            .map(target -> Async.function(node::bring, target, order.release()))
            .toList();
    Promise.allOf(all).get();
  }
}
