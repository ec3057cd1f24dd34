package dev.lockkeeper.activities.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Takes the line with the remote process id out of a command's standard error. It comes first,
 * unless the node's login shell says something before.
 */
final class ProcessLine {
  static final String PREFIX = "lockkeeper-process ";
  private static final int SEARCHED = 64 * 1024;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int searched;
  private boolean searching = true;
  private final CompletableFuture<String> process = new CompletableFuture<>();

  /** The process id, once seen; cancelled when it cannot come any more. */
  CompletableFuture<String> process() {
    return process;
  }

  /** Returns what of these bytes belongs to the command. */
  byte[] filter(byte[] bytes, int length) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream(length);
    int index = 0;
    while (searching && index < length) {
      byte next = bytes[index++];
      line.write(next);
      if (next == '\n') {
        endLine(rest);
      } else if (++searched > SEARCHED) {
        searching = false;
        process.cancel(false);
        rest.writeBytes(line.toByteArray());
      }
    }
    rest.write(bytes, index, length - index);
    return rest.toByteArray();
  }

  /** Returns what was held back, when the stream has ended. */
  byte[] remainder() {
    process.cancel(false);
    return searching ? line.toByteArray() : new byte[0];
  }

  private void endLine(ByteArrayOutputStream rest) {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    if (text.startsWith(PREFIX) && text.substring(PREFIX.length()).matches("\\d+")) {
      process.complete(text.substring(PREFIX.length()));
      searching = false;
    } else {
      rest.writeBytes(line.toByteArray());
    }
    line.reset();
  }
}
