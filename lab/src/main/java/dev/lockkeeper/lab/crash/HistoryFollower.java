package dev.lockkeeper.lab.crash;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hears of every event of a run as soon as it is written, also over a restart of the server. */
final class HistoryFollower implements AutoCloseable {
  private final WorkflowServiceStubs service;
  private final String namespace;
  private final WorkflowExecution run;
  private final BlockingQueue<HistoryEvent> events = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  HistoryFollower(WorkflowServiceStubs service, String namespace, WorkflowExecution run) {
    this.service = service;
    this.namespace = namespace;
    this.run = run;
    this.thread = new Thread(this::follow, "history-" + run.getWorkflowId());
    thread.setDaemon(true);
    thread.start();
  }

  /** The next event, if one comes in that time. */
  @Nullable HistoryEvent next(long millis) throws InterruptedException {
    return events.poll(millis, TimeUnit.MILLISECONDS);
  }

  private void follow() {
    ByteString page = ByteString.EMPTY;
    long seen = 0;
    while (!closed) {
      try {
        GetWorkflowExecutionHistoryResponse answer =
            service
                .blockingStub()
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .getWorkflowExecutionHistory(
                    GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(run)
                        .setWaitNewEvent(true)
                        .setNextPageToken(page)
                        .build());
        for (HistoryEvent event : answer.getHistory().getEventsList()) {
          if (event.getEventId() > seen) {
            seen = event.getEventId();
            events.add(event);
          }
        }
        page = answer.getNextPageToken();
        if (page.isEmpty() && answer.getHistory().getEventsCount() > 0) {
          return;
        }
      } catch (StatusRuntimeException e) {
        // The server was away, or nothing happened for half a minute: begin anew, leave out what is
        // known.
        page = ByteString.EMPTY;
        pause();
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
