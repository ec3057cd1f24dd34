package dev.lockkeeper.activities.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the line with the remote process id out of a command's standard error. It comes first,
 * unless the node's login shell says something before.
 */
final class ProcessLine {
  static final String PREFIX = "lockkeeper-process ";

  /** Stands behind the process id of a command that runs under the node's timeout. */
  static final String UNDER_TIMEOUT = " under timeout";

  private static final Pattern LINE =
      Pattern.compile(Pattern.quote(PREFIX) + "(\\d+)(" + UNDER_TIMEOUT + ")?");
  private static final int SEARCHED = 64 * 1024;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int searched;
  private boolean searching = true;
  private volatile boolean underTimeout;
  private final CompletableFuture<String> process = new CompletableFuture<>();

  /** The process id, once seen; cancelled when it cannot come any more. */
  CompletableFuture<String> process() {
    return process;
  }

  /** Whether the command was seen to run under the node's timeout. */
  boolean underTimeout() {
    return underTimeout;
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
    Matcher told = LINE.matcher(text);
    if (told.matches()) {
      underTimeout = told.group(2) != null;
      process.complete(told.group(1));
      searching = false;
    } else {
      rest.writeBytes(line.toByteArray());
    }
    line.reset();
  }
}
