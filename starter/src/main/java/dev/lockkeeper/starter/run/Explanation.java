package dev.lockkeeper.starter.run;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/** Says in a sentence why Temporal could not do something. */
final class Explanation {
  private Explanation() {}

  static CommandProblem of(RuntimeException failure, String place) {
    if (failure instanceof CommandProblem problem) {
      return problem;
    }
    Status status = status(failure);
    if (status == null) {
      return new CommandProblem(
          ExitCode.UNEXPECTED,
          "Unexpected, talking to Temporal at " + place + ": " + failure,
          failure);
    }
    String said = status.getDescription() == null ? "" : ": " + status.getDescription();
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
          new CommandProblem(
              ExitCode.NO_TEMPORAL,
              "No Temporal server answers at "
                  + place
                  + ". Start one with ./lockkeeper up, or name another with --address (or TEMPORAL_ADDRESS).",
              failure);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          new CommandProblem(
              ExitCode.NO_TEMPORAL,
              "Temporal at "
                  + place
                  + " does not let this client in"
                  + said
                  + ". Check the API key or certificate of the client configuration.",
              failure);
      case NOT_FOUND ->
          new CommandProblem(
              ExitCode.NO_TEMPORAL,
              "Temporal at " + place + " does not know it" + said + ". Check --namespace.",
              failure);
      case UNIMPLEMENTED ->
          new CommandProblem(
              ExitCode.NO_TEMPORAL,
              "The Temporal server at "
                  + place
                  + " cannot do this; the in-memory test server can do only a part",
              failure);
      default ->
          new CommandProblem(
              ExitCode.UNEXPECTED,
              "Temporal at " + place + " refused with " + status.getCode() + said,
              failure);
    };
  }

  /** Nobody has answered, for whatever reason. */
  static boolean isUnanswered(Throwable failure) {
    return has(failure, Status.Code.UNAVAILABLE) || has(failure, Status.Code.DEADLINE_EXCEEDED);
  }

  static boolean has(Throwable failure, Status.Code code) {
    Status status = status(failure);
    return status != null && status.getCode() == code;
  }

  /** The namespace is unknown, which must not look as if the run were. */
  static boolean isAboutNamespace(Throwable failure) {
    Status status = status(failure);
    return status != null
        && status.getDescription() != null
        && status.getDescription().startsWith("Namespace");
  }

  private static @Nullable Status status(Throwable failure) {
    Throwable at = failure;
    while (at != null) {
      if (at instanceof StatusRuntimeException grpc) {
        return grpc.getStatus();
      }
      at = at.getCause();
    }
    return null;
  }
}
