package dev.lockkeeper.activities.ssh;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** Reads the causes of an exception, because sshj wraps what happened several times. */
final class Causes {
  private Causes() {}

  static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }

  static boolean contains(Throwable failure, Class<? extends Throwable> kind) {
    return of(failure).anyMatch(kind::isInstance);
  }

  /**
   * Throws InterruptedException, with the thread's flag cleared, if the failure is the effect of an
   * interrupt. sshj 0.40 keeps the flag set in some places and clears it in others.
   */
  static void rethrowInterrupt(Throwable failure) throws InterruptedException {
    boolean interruptedRead =
        of(failure)
            .anyMatch(
                cause ->
                    cause instanceof InterruptedIOException
                        && !(cause instanceof SocketTimeoutException));
    if (interruptedRead || contains(failure, InterruptedException.class)) {
      Thread.interrupted();
      throw new InterruptedException("Interrupted while waiting for an SSH server");
    }
  }

  /** Says in a person's words what happened. */
  static String describe(Throwable failure) {
    for (Throwable cause : of(failure).toList()) {
      if (cause instanceof UnknownHostException) {
        return "its name cannot be resolved";
      }
      if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
        return lowerCase(cause.getMessage());
      }
      if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
        return "no answer in time";
      }
      if (cause instanceof OpenFailException refused) {
        return "the server refused to open a channel ("
            + refused.getReason()
            + ": "
            + refused.getMessage()
            + ")";
      }
    }
    Throwable last = of(failure).reduce((first, second) -> second).orElse(failure);
    String message = last.getMessage();
    return message == null || message.isBlank() ? last.getClass().getSimpleName() : message;
  }

  private static String lowerCase(String message) {
    return message.isEmpty()
        ? message
        : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }
}
