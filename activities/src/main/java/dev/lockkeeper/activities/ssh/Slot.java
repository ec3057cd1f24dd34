package dev.lockkeeper.activities.ssh;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The place of a route's connection: empty, being connected, or connected. */
final class Slot {
  private final Route route;
  private final Connector connector;
  private final Background background;
  private final @Nullable Slot via;
  private @Nullable CompletableFuture<Link> current;
  private boolean closed;

  Slot(Route route, Connector connector, Background background, @Nullable Slot via) {
    this.route = route;
    this.connector = connector;
    this.background = background;
    this.via = via;
  }

  Route route() {
    return route;
  }

  /**
   * Enters a living connection, making one if need be. Threads that come meanwhile wait for the
   * same one; the interrupt of one of them does not disturb the others.
   */
  Link enter() throws SshFailure, InterruptedException {
    while (true) {
      CompletableFuture<Link> connecting = currentOrNew();
      Link link;
      try {
        link = connecting.get();
      } catch (ExecutionException failure) {
        forget(connecting);
        if (failure.getCause() instanceof SshFailure known) {
          throw known;
        }
        throw new IllegalStateException("Connecting to " + route.describe(), failure.getCause());
      }
      if (link.enter()) {
        return link;
      }
      link.retire();
      forget(connecting);
    }
  }

  private synchronized CompletableFuture<Link> currentOrNew() {
    if (closed) {
      throw new IllegalStateException("The pool of SSH connections is closed");
    }
    if (current == null) {
      CompletableFuture<Link> started = new CompletableFuture<>();
      current = started;
      background.start(() -> connect(started));
    }
    return current;
  }

  private synchronized void forget(CompletableFuture<Link> finished) {
    if (current == finished) {
      current = null;
    }
  }

  private void connect(CompletableFuture<Link> result) {
    try {
      Link jump = via == null ? null : via.enter();
      Link link = connector.connect(route, jump);
      if (!result.complete(link)) {
        link.kill();
      }
    } catch (InterruptedException closing) {
      result.completeExceptionally(
          new Unreachable("Connecting to " + route.describe() + " was given up: closing", closing));
    } catch (SshFailure | RuntimeException | Error failure) {
      result.completeExceptionally(failure);
    }
  }

  /** Closes the connection if it is dead, or nobody used it for so long. */
  synchronized void retireIfIdle(Duration idle) {
    if (current != null && current.isDone() && !current.isCompletedExceptionally()) {
      if (current.join().retireIfIdle(idle)) {
        current = null;
      }
    }
  }

  /** Cuts the connection and refuses every further use. */
  synchronized void close() {
    closed = true;
    if (current != null) {
      Unreachable closing =
          new Unreachable("The pool of SSH connections was closed while connecting", null);
      if (!current.completeExceptionally(closing) && !current.isCompletedExceptionally()) {
        current.join().kill();
      }
      current = null;
    }
  }
}
