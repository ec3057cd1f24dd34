package dev.lockkeeper.activities.job;

import dev.lockkeeper.workflows.model.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the followers of a job say: what it is at, its marks, the head and the tail of its
 * output, and how it ended. A follower may be cut off anywhere and another one come after it.
 */
final class JobOutput {
  private static final int LONGEST_DOING = 200;

  /** Lines of the job's own output begin with {@code |}, and so cannot look like these. */
  private static final Pattern SAYING =
      Pattern.compile(
          "::(?:(clock) ([0-9]+) ([0-9.]+)|(mark) (\\S+) ([0-9.]+)|(heard) ([0-9]+) ?(.*)|(exit)"
              + " ([0-9]{1,3})|(lost) (.*)|(whole|head|tail)|(script) ([0-9a-f]{64}))");

  private final List<Mark> marks = new ArrayList<>();
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();
  private StringBuilder part = head;
  private boolean whole = true;
  private String lastLine = "";
  private long offset;
  private long clockMillis;
  private double clockUptime;
  private @Nullable Integer exit;
  private @Nullable String lost;
  private @Nullable String script;

  /**
   * @param offset how much of the output was heard before
   */
  JobOutput(long offset) {
    this.offset = offset;
  }

  void line(String line) {
    if (line.startsWith("|")) {
      part.append(line, 1, line.length()).append('\n');
      return;
    }
    Matcher saying = SAYING.matcher(line);
    if (!saying.matches()) {
      return;
    }
    if (saying.group(1) != null) {
      clockMillis = Long.parseLong(saying.group(2));
      clockUptime = Double.parseDouble(saying.group(3));
    } else if (saying.group(4) != null) {
      note(new Mark(saying.group(5), at(Double.parseDouble(saying.group(6)))));
    } else if (saying.group(7) != null) {
      offset = Long.parseLong(saying.group(8));
      lastLine = saying.group(9).isBlank() ? lastLine : readable(saying.group(9));
    } else if (saying.group(10) != null) {
      exit = Integer.valueOf(saying.group(11));
    } else if (saying.group(12) != null) {
      lost = saying.group(13);
    } else if (saying.group(14) != null) {
      begin(saying.group(14));
    } else {
      script = saying.group(16);
    }
  }

  /** How many bytes of the output were heard. */
  long offset() {
    return offset;
  }

  @Nullable Integer exit() {
    return exit;
  }

  @Nullable String lost() {
    return lost;
  }

  /** SHA-256 of the job's script on the node, if it could be told. */
  @Nullable String script() {
    return script;
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }

  /** What the job is at: the last point that it reached, before the first its last line. */
  String doing() {
    if (!marks.isEmpty()) {
      return marks.get(marks.size() - 1).name();
    }
    return lastLine.isEmpty() ? "started" : lastLine;
  }

  /** The whole output, or its head and its tail without the lines that were cut through. */
  String text() {
    if (whole) {
      return head.toString();
    }
    int headEnd = head.lastIndexOf("\n", head.length() - 2) + 1;
    int tailBegin = tail.indexOf("\n") + 1;
    return (headEnd == 0 ? head : head.substring(0, headEnd))
        + "[…]\n"
        + (tailBegin == tail.length() ? tail : tail.substring(tailBegin));
  }

  private void begin(String name) {
    part = name.equals("tail") ? tail : head;
    part.setLength(0);
    whole = name.equals("whole");
  }

  /** A mark is said when it is reached and again by each follower; a job may reach one twice. */
  private void note(Mark mark) {
    if (!marks.contains(mark)) {
      marks.add(mark);
    }
  }

  private Instant at(double uptime) {
    return Instant.ofEpochMilli(clockMillis + Math.round((uptime - clockUptime) * 1000));
  }

  /** Of a progress bar, what is shown last. */
  private static String readable(String line) {
    String last = line.strip();
    last = last.substring(last.lastIndexOf('\r') + 1).replaceAll("\\p{Cntrl}", " ").strip();
    return last.length() <= LONGEST_DOING ? last : last.substring(0, LONGEST_DOING) + "…";
  }
}
