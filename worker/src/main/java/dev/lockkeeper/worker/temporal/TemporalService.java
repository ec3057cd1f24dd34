package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.worker.configuration.WorkerSettings;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the Temporal service can be used: it answers, knows the namespace and lets us in. */
@Singleton
final class TemporalService {
  private static final Logger log = LoggerFactory.getLogger(TemporalService.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final int LOOKS_PER_REMINDER = 12;

  private final WorkflowServiceStubs stubs;
  private final TemporalAddress address;

  TemporalService(WorkflowServiceStubs stubs, WorkerSettings settings) {
    this.stubs = stubs;
    this.address = settings.temporal();
  }

  /**
   * Asks the service now.
   *
   * @param patience how long to wait for its answer
   * @return why it cannot be used, for people; empty when it can
   */
  Optional<String> problem(Duration patience) {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
          .describeNamespace(
              DescribeNamespaceRequest.newBuilder().setNamespace(address.namespace()).build());
      return Optional.empty();
    } catch (StatusRuntimeException refused) {
      return Optional.of(Refusal.describe(refused, address));
    }
  }

  /** Has the next question look for the service anew; gRPC on its own waits longer and longer. */
  void forgetEarlierFailures() {
    stubs.getRawChannel().resetConnectBackoff();
  }

  /**
   * Logs when the service is lost and when it is back, until the worker stops. The SDK itself would
   * write a line for each poller and attempt, some ten a second.
   */
  void watch(CountDownLatch stopping) throws InterruptedException {
    int lost = 0;
    while (!stopping.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
      Optional<String> problem = problem(BETWEEN_LOOKS);
      if (problem.isPresent()) {
        if (lost % LOOKS_PER_REMINDER == 0) {
          log.warn("Lost the service: {}. Runs wait until it is back", problem.get());
        }
        lost++;
      } else if (lost > 0) {
        log.info("The Temporal service at {} is back", address.target());
        lost = 0;
      }
    }
  }
}
