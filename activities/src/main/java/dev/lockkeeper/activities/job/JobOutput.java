package dev.lockkeeper.activities.job;

import dev.lockkeeper.workflows.model.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the follower of a job prints: the job's output, its marks, and how it ended. */
final class JobOutput {
  private static final int HEAD = 2_000;
  private static final int TAIL = 4_000;

  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();
  private final List<Mark> marks = new ArrayList<>();
  private long clockMillis;
  private double clockUptime;
  private boolean cut;
  private @Nullable Integer exit;
  private @Nullable String lost;

  void line(String line) {
    if (!line.startsWith("::")) {
      if (!line.isEmpty()) {
        keep(line + "\n");
      }
      return;
    }
    String[] words = line.substring(2).split(" ", 3);
    switch (words[0]) {
      case "clock" -> {
        clockMillis = Long.parseLong(words[1]);
        clockUptime = Double.parseDouble(words[2]);
      }
      case "mark" -> marks.add(new Mark(words[1], at(Double.parseDouble(words[2]))));
      case "exit" -> exit = Integer.valueOf(words[1]);
      case "lost" -> lost = line.substring("::lost ".length());
      case "alive" -> {}
      default -> keep(line + "\n");
    }
  }

  @Nullable Integer exit() {
    return exit;
  }

  @Nullable String lost() {
    return lost;
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }

  /** What the job is at, in a few words. */
  String progress() {
    return marks.isEmpty() ? "started" : marks.get(marks.size() - 1).name();
  }

  String text() {
    return head + (cut ? "[…]\n" : "") + tail;
  }

  private Instant at(double uptime) {
    return Instant.ofEpochMilli(clockMillis + Math.round((uptime - clockUptime) * 1000));
  }

  private void keep(String text) {
    if (head.length() + text.length() <= HEAD && tail.isEmpty()) {
      head.append(text);
      return;
    }
    tail.append(text);
    if (tail.length() > 2 * TAIL) {
      tail.delete(0, tail.length() - TAIL);
      cut = true;
    }
  }
}
