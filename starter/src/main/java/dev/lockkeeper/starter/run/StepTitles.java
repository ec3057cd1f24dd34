package dev.lockkeeper.starter.run;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverterException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The steps that activities belong to. A run's description names pending activities only by type
 * (Temporal 1.29); their summaries are in the history, whose end is read once for each activity.
 */
final class StepTitles {
  private static final int PAGE = 100;

  private final WorkflowClient client;
  private final Map<String, String> titles = new HashMap<>();
  private final Set<String> looked = new HashSet<>();

  StepTitles(WorkflowClient client) {
    this.client = client;
  }

  Optional<String> of(String activity) {
    return Optional.ofNullable(titles.get(activity));
  }

  void learn(WorkflowExecution run, Collection<String> activities) {
    Set<String> wanted = new HashSet<>(activities);
    wanted.removeAll(looked);
    if (wanted.isEmpty()) {
      return;
    }
    looked.addAll(wanted);
    try {
      readBackwards(run, wanted);
    } catch (RuntimeException e) {
      if (!Explanation.has(e, Status.Code.UNIMPLEMENTED)) {
        looked.removeAll(wanted);
        throw e;
      }
      // The in-memory test server reads histories only forwards (Temporal Java SDK 1.38).
      take(client.fetchHistory(run.getWorkflowId(), run.getRunId()).getEvents(), wanted);
    }
  }

  private void readBackwards(WorkflowExecution run, Set<String> wanted) {
    ByteString next = ByteString.EMPTY;
    do {
      GetWorkflowExecutionHistoryReverseResponse page =
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .getWorkflowExecutionHistoryReverse(
                  GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setExecution(run)
                      .setMaximumPageSize(PAGE)
                      .setNextPageToken(next)
                      .build());
      take(page.getHistory().getEventsList(), wanted);
      next = page.getNextPageToken();
    } while (!wanted.isEmpty() && !next.isEmpty());
  }

  private void take(List<HistoryEvent> events, Set<String> wanted) {
    for (HistoryEvent event : events) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        String activity = event.getActivityTaskScheduledEventAttributes().getActivityId();
        if (wanted.remove(activity) && event.getUserMetadata().hasSummary()) {
          title(event).ifPresent(title -> titles.put(activity, title));
        }
      }
    }
  }

  private Optional<String> title(HistoryEvent event) {
    try {
      return Optional.ofNullable(
          client
              .getOptions()
              .getDataConverter()
              .fromPayload(event.getUserMetadata().getSummary(), String.class, String.class));
    } catch (DataConverterException e) {
      // Written by another release; the activity's type is shown instead.
      return Optional.empty();
    }
  }
}
