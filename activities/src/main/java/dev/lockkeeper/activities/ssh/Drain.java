package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a stream of a command to its end, whether or not anybody is still interested: a channel of
 * sshj 0.40 that is not drained blocks its command, and one whose input is closed early breaks the
 * connection.
 */
final class Drain implements Runnable {
  /** Takes the bytes of the stream as they come. */
  interface Sink {
    void take(byte[] bytes) throws InterruptedException;

    default void end() throws InterruptedException {}
  }

  private final InputStream stream;
  private final Sink sink;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  Drain(InputStream stream, Sink sink) {
    this.stream = stream;
    this.sink = sink;
  }

  /** Completes when the stream has ended, exceptionally if the connection was lost. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[32 * 1024];
    try {
      for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
        byte[] bytes = new byte[length];
        System.arraycopy(buffer, 0, bytes, 0, length);
        sink.take(bytes);
      }
      sink.end();
      ended.complete(null);
    } catch (IOException | InterruptedException | RuntimeException failure) {
      ended.completeExceptionally(failure);
    }
  }
}
