package dev.lockkeeper.lab.databend.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;

/**
 * The daemon's log file: a new one each hour. Lines below the configured level are left out, so the
 * packaged level of WARN hides what a start says.
 */
final class Journal {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH").withZone(ZoneOffset.UTC);

  private final Path directory;
  private final String prefix;
  private final boolean informs;
  private final Set<String> said = new HashSet<>();

  Journal(Toml toml, String prefix) throws IOException {
    this.directory = Path.of(toml.text("log.file.dir", "./.databend/logs"));
    this.prefix = prefix;
    this.informs = toml.text("log.file.level", "INFO").equalsIgnoreCase("INFO");
    Files.createDirectories(directory);
  }

  void info(String text) {
    if (informs) {
      write("INFO", text);
    }
  }

  void error(String text) {
    write("ERROR", text);
  }

  /** An error that would come again and again. */
  synchronized void once(String text) {
    if (said.add(text)) {
      write("ERROR", text);
    }
  }

  private synchronized void write(String level, String text) {
    Instant now = Instant.now();
    Path file = directory.resolve(prefix + "." + HOUR.format(now) + ".0");
    try {
      Files.writeString(
          file,
          now + " " + " ".repeat(5 - level.length()) + level + " " + text + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      System.err.println("cannot write " + file + ": " + e.getMessage());
    }
  }
}
