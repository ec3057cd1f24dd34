package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.workflows.connection.Listener;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Says in a person's words why a Temporal service could not be used. */
final class Refusal {
  private Refusal() {}

  static String describe(StatusRuntimeException refusal, TemporalAddress address) {
    Status status = refusal.getStatus();
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
          Listener.isAt(address.target())
              ? "something listens at "
                  + address.target()
                  + ", but it does not answer this worker as a Temporal service does"
                  + reason(status)
                  + ". "
                  + Listener.ADVICE
              : "no Temporal service answers at " + address.target() + reason(status);
      case NOT_FOUND ->
          "the Temporal service at "
              + address.target()
              + " has no namespace '"
              + address.namespace()
              + "'; create it: temporal operator namespace create --namespace "
              + address.namespace();
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          "the Temporal service at "
              + address.target()
              + " does not admit this worker to namespace '"
              + address.namespace()
              + "'; look at its API key or certificate"
              + reason(status);
      default ->
          "the Temporal service at "
              + address.target()
              + " answers "
              + status.getCode()
              + reason(status);
    };
  }

  private static String reason(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String words = cause == null ? status.getDescription() : cause.getMessage();
    return words == null ? "" : " (" + words.strip().replaceAll("\\s*\\R\\s*", " ") + ")";
  }
}
