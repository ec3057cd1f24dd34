package dev.lockkeeper.activities.job;

import dev.lockkeeper.workflows.model.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the follower of a job prints: the job's output, its marks, and how it ended. */
final class JobOutput {
  private static final int HEAD = 2_000;
  private static final int TAIL = 4_000;

  /** What the follower says, and not the job: a line of the job that only looks alike is output. */
  private static final Pattern SAYING =
      Pattern.compile(
          "::(?:(clock) ([0-9]+) ([0-9.]+)|(mark) (\\S+) ([0-9.]+)|(exit) ([0-9]+)|(lost) (.*)|(alive))");

  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();
  private final List<Mark> marks = new ArrayList<>();
  private long clockMillis;
  private double clockUptime;
  private boolean cut;
  private @Nullable Integer exit;
  private @Nullable String lost;

  void line(String line) {
    Matcher saying = SAYING.matcher(line);
    if (!saying.matches()) {
      if (!line.isEmpty()) {
        keep(line + "\n");
      }
    } else if (saying.group(1) != null) {
      clockMillis = Long.parseLong(saying.group(2));
      clockUptime = Double.parseDouble(saying.group(3));
    } else if (saying.group(4) != null) {
      marks.add(new Mark(saying.group(5), at(Double.parseDouble(saying.group(6)))));
    } else if (saying.group(7) != null) {
      // The last one is the follower's, whatever the job itself has printed.
      exit = Integer.valueOf(saying.group(8));
      lost = null;
    } else if (saying.group(9) != null) {
      lost = saying.group(10);
      exit = null;
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
    boolean longer = tail.length() > TAIL;
    return head
        + (cut || longer ? "[…]\n" : "")
        + (longer ? tail.substring(tail.length() - TAIL) : tail);
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
