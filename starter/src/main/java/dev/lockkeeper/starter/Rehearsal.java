package dev.lockkeeper.starter;

import dev.lockkeeper.workflows.model.Beat;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.GateFrequency;
import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.sdk.v1.UserMetadata;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Shows the status of an upgrade that there is not, from a service that there is not, so that the
 * JVM can be asked after a build which classes that takes, and keep them in an archive (class data
 * sharing). It needs no network but the loopback address.
 */
public final class Rehearsal {
  private static final String CLUSTER = "rehearsal";
  private static final String RUN = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  private static final ActivityType ACTIVITY =
      ActivityType.newBuilder().setName("Rehearse").build();
  private static final Instant BEGIN = Instant.EPOCH;

  private Rehearsal() {}

  /** Takes no arguments; leaves with what {@code status} leaves with, which is 0. */
  public static void main(String[] arguments) throws IOException {
    LockkeeperCommand.quietLog();
    System.exit(rehearse(Console.ofProcess()));
  }

  static int rehearse(Console console) throws IOException {
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Healthy())
            .addService(new Temporal())
            .build()
            .start();
    try {
      return LockkeeperCommand.run(
          console, "status", CLUSTER, "--address", "127.0.0.1:" + server.getPort());
    } finally {
      server.shutdownNow();
    }
  }

  private static final class Healthy extends HealthGrpc.HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      answer.onNext(
          HealthCheckResponse.newBuilder()
              .setStatus(HealthCheckResponse.ServingStatus.SERVING)
              .build());
      answer.onCompleted();
    }
  }

  /** As much of a Temporal service as a look at one upgrade asks for. */
  private static final class Temporal extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer(answer, GetSystemInfoResponse.getDefaultInstance());
    }

    @Override
    public void describeWorkflowExecution(
        DescribeWorkflowExecutionRequest request,
        StreamObserver<DescribeWorkflowExecutionResponse> answer) {
      answer(
          answer,
          DescribeWorkflowExecutionResponse.newBuilder()
              .setWorkflowExecutionInfo(
                  WorkflowExecutionInfo.newBuilder()
                      .setExecution(
                          WorkflowExecution.newBuilder()
                              .setWorkflowId(request.getExecution().getWorkflowId())
                              .setRunId(RUN))
                      .setFirstRunId(RUN)
                      .setType(WorkflowType.newBuilder().setName("FlussUpgrade"))
                      .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING))
              .addPendingActivities(
                  PendingActivityInfo.newBuilder()
                      .setActivityId("1")
                      .setActivityType(ACTIVITY)
                      .setState(PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
                      .setHeartbeatDetails(payloads(new Beat("waits", 0))))
              .build());
    }

    @Override
    public void queryWorkflow(
        QueryWorkflowRequest request, StreamObserver<QueryWorkflowResponse> answer) {
      answer(answer, QueryWorkflowResponse.newBuilder().setQueryResult(payloads(status())).build());
    }

    @Override
    public void getWorkflowExecutionHistory(
        GetWorkflowExecutionHistoryRequest request,
        StreamObserver<GetWorkflowExecutionHistoryResponse> answer) {
      answer(
          answer,
          GetWorkflowExecutionHistoryResponse.newBuilder()
              .setHistory(
                  History.newBuilder()
                      .addEvents(
                          HistoryEvent.newBuilder()
                              .setEventId(1)
                              .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
                              .setWorkflowExecutionStartedEventAttributes(
                                  WorkflowExecutionStartedEventAttributes.getDefaultInstance()))
                      .addEvents(
                          HistoryEvent.newBuilder()
                              .setEventId(2)
                              .setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                              .setUserMetadata(
                                  UserMetadata.newBuilder()
                                      .setSummary(
                                          Json.converter()
                                              .toPayload("Wait (node-1)")
                                              .orElseThrow()))
                              .setActivityTaskScheduledEventAttributes(
                                  ActivityTaskScheduledEventAttributes.newBuilder()
                                      .setActivityId("1")
                                      .setActivityType(ACTIVITY)))
                      .addEvents(
                          HistoryEvent.newBuilder()
                              .setEventId(3)
                              .setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED)
                              .setActivityTaskCompletedEventAttributes(
                                  ActivityTaskCompletedEventAttributes.newBuilder()
                                      .setScheduledEventId(2))))
              .build());
    }

    @Override
    public void listWorkflowExecutions(
        ListWorkflowExecutionsRequest request,
        StreamObserver<ListWorkflowExecutionsResponse> answer) {
      answer(answer, ListWorkflowExecutionsResponse.getDefaultInstance());
    }

    @Override
    public void describeTaskQueue(
        DescribeTaskQueueRequest request, StreamObserver<DescribeTaskQueueResponse> answer) {
      answer(answer, DescribeTaskQueueResponse.getDefaultInstance());
    }

    private static Payloads payloads(Object value) {
      return Json.converter().toPayloads(value).orElseThrow();
    }

    private static <T> void answer(StreamObserver<T> observer, T value) {
      observer.onNext(value);
      observer.onCompleted();
    }

    private static UpgradeStatus status() {
      return new UpgradeStatus(
          "upgrade-" + CLUSTER,
          RUN,
          "fluss",
          CLUSTER,
          "2",
          UpgradeState.WAITING,
          "Rehearse",
          "waits",
          BEGIN,
          List.of(
              new Question(
                  "node-1",
                  QuestionKind.GATE,
                  "node-1",
                  "go on",
                  null,
                  null,
                  new Evidence(List.of(Fact.good("node-1", "stands")), BEGIN),
                  "",
                  List.of(),
                  List.of(),
                  1,
                  BEGIN,
                  null,
                  false)),
          List.of(
              new NodeStatus(
                  "node-1", "127.0.0.1", "tablet", NodeState.STAGED, "1", "1", BEGIN, null)),
          List.of(),
          List.of(),
          List.of(),
          new GatePolicy(GateFrequency.EVERY_NODE, 1, List.of(), null),
          List.of());
    }
  }
}
