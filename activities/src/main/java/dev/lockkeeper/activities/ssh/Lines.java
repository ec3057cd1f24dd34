package dev.lockkeeper.activities.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Cuts bytes into lines and hands them from the reading thread to the caller's, a bounded number at
 * a time, so that a slow listener slows the command down instead of filling the memory.
 */
final class Lines implements Drain.Sink {
  private static final int LONGEST = 64 * 1024;

  private final BlockingQueue<Optional<String>> queue = new ArrayBlockingQueue<>(1024);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private volatile boolean abandoned;

  @Override
  public void take(byte[] bytes) throws InterruptedException {
    for (byte next : bytes) {
      if (next == '\n') {
        endLine();
      } else {
        line.write(next);
        if (line.size() >= LONGEST) {
          endLine();
        }
      }
    }
  }

  @Override
  public void end() throws InterruptedException {
    if (line.size() > 0) {
      endLine();
    }
    put(Optional.empty());
  }

  private void endLine() throws InterruptedException {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    put(Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
  }

  private void put(Optional<String> text) throws InterruptedException {
    while (!abandoned && !queue.offer(text, 200, TimeUnit.MILLISECONDS)) {
      // The listener is slow: wait, but look whether it still listens.
    }
  }

  /** The next line; empty at the end of the stream; null when neither came in time. */
  Optional<String> poll(long millis) throws InterruptedException {
    return queue.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** Nobody listens any more: what comes is thrown away. */
  void abandon() {
    abandoned = true;
  }
}
