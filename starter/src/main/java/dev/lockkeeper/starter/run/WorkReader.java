package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.codec.ClearText;
import dev.lockkeeper.workflows.model.Beat;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from a run's description what its activities are doing. */
final class WorkReader {
  private static final int LONGEST_FAILURE = 200;

  private final StepTitles titles;
  private final DataConverter converter;
  private final ClearText clear;

  WorkReader(WorkflowClient client) {
    this.titles = new StepTitles(client);
    this.converter = client.getOptions().getDataConverter();
    this.clear = ClearText.of(client);
  }

  List<Work> read(DescribeWorkflowExecutionResponse description) {
    List<PendingActivityInfo> pending = description.getPendingActivitiesList();
    titles.learn(
        description.getWorkflowExecutionInfo().getExecution(),
        pending.stream().map(PendingActivityInfo::getActivityId).toList());
    return pending.stream().map(this::work).toList();
  }

  private Work work(PendingActivityInfo activity) {
    String type = activity.getActivityType().getName();
    String title = titles.of(activity.getActivityId()).orElse(type);
    return new Work(
        Printable.clean(title),
        type,
        doing(activity),
        Math.max(1, activity.getAttempt()),
        activity.hasLastFailure() ? failure(clear.open(activity.getLastFailure())) : null);
  }

  private @Nullable String doing(PendingActivityInfo activity) {
    if (activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED) {
      return "waits for a worker";
    }
    if (!activity.hasHeartbeatDetails()) {
      return null;
    }
    try {
      Beat beat =
          converter.fromPayloads(
              0, Optional.of(activity.getHeartbeatDetails()), Beat.class, Beat.class);
      return beat == null || beat.doing() == null ? null : Printable.clean(beat.doing());
    } catch (DataConverterException e) {
      // Said by a worker of another release; the step is shown without it.
      return null;
    }
  }

  private static String failure(Failure failure) {
    if (failure.hasTimeoutFailureInfo()) {
      return "nothing was heard of it any more; its worker was lost or the time was up";
    }
    String message = Printable.clean(failure.getMessage()).replace('\n', ' ');
    return message.length() <= LONGEST_FAILURE
        ? message
        : message.substring(0, LONGEST_FAILURE) + "…";
  }
}
