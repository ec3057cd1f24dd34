package dev.lockkeeper.lab.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, of what was written after a given offset (bytes). */
public record LogTail(Path file, long offset) {
  private static final int LINES = 15;
  private static final int BYTES = 16_384;

  /** Only what is written from now on counts. */
  public static LogTail from(Path file) {
    return new LogTail(file, file.toFile().length());
  }

  /** The last lines for a message, indented, and the path of the whole log. */
  public String describe() {
    if (!Files.isReadable(file)) {
      return "It wrote no log (" + file + ").";
    }
    try {
      List<String> lines = read().lines().toList();
      if (lines.isEmpty()) {
        return "It wrote nothing to its log " + file + ".";
      }
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
      return "Its last lines (all of them in " + file + "):\n  " + String.join("\n  ", last);
    } catch (IOException e) {
      return "Its log " + file + " cannot be read: " + e.getMessage() + ".";
    }
  }

  private String read() throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(offset, log.length() - BYTES);
      byte[] end = new byte[(int) Math.max(0, log.length() - start)];
      log.seek(start);
      log.readFully(end);
      return new String(end, StandardCharsets.UTF_8);
    }
  }
}
