package dev.lockkeeper.lab.lookalike.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The ledger of what happened on a node: {@code data/audit.log}, one line for each event, such as
 * {@code 1767225600000 started pid=17 version=1.0.0}. The server only ever appends to it.
 */
final class Audit {

  private final Path file;

  Audit(Path data) {
    this.file = data.resolve("audit.log");
  }

  /**
   * Adds an event of now.
   *
   * @param event its kind, one word
   * @param words {@code key=value} without blanks
   */
  synchronized void add(String event, String... words) {
    StringBuilder line = new StringBuilder(100);
    line.append(System.currentTimeMillis()).append(' ').append(event);
    for (String word : words) {
      line.append(' ').append(word);
    }
    line.append('\n');
    try {
      Files.write(
          file,
          line.toString().getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      // Such as a full disk: the server goes on, as real ones do, and says so in its log.
      System.err.println("audit: ".concat(String.valueOf(e)));
    }
  }
}
