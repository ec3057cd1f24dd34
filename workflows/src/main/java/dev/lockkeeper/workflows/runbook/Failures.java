package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Mark;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Arrays;
import java.util.List;

/** Turns what Temporal reports of a failed activity into a reason that a person can act on. */
final class Failures {
  private Failures() {}

  static Failure read(ActivityFailure failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof ApplicationFailure application) {
      return new Failure(reason(application.getType()), application.getOriginalMessage());
    }
    if (cause instanceof TimeoutFailure timeout) {
      return new Failure(
          FailureReason.TIMEOUT,
          failure.getActivityType()
              + " did not end in time ("
              + timeout.getTimeoutType()
              + "); its worker may be gone or overloaded");
    }
    return new Failure(
        FailureReason.DEFECT,
        String.valueOf(cause == null ? failure.getMessage() : cause.getMessage()));
  }

  /** What the failed job had reached; empty if it was none. Its activity sends them along. */
  static List<Mark> marks(ActivityFailure failure) {
    if (failure.getCause() instanceof ApplicationFailure application
        && application.getDetails().getSize() > 0) {
      return List.of(application.getDetails().get(0, Mark[].class));
    }
    return List.of();
  }

  private static FailureReason reason(String type) {
    return Arrays.stream(FailureReason.values())
        .filter(reason -> reason.name().equals(type))
        .findFirst()
        .orElse(FailureReason.DEFECT);
  }
}
