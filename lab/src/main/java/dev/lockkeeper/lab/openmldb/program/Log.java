package dev.lockkeeper.lab.openmldb.program;

import java.time.LocalDateTime;

/** A server's log: standard error, which the start scripts lead to {@code logs/}. */
final class Log {
  private Log() {}

  static void say(String text) {
    System.err.println(LocalDateTime.now() + " " + text);
  }
}
