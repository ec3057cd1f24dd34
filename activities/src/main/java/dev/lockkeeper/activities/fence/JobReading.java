package dev.lockkeeper.activities.fence;

import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.recover.JobState;
import dev.lockkeeper.workflows.recover.JobTrace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a node says of one job's directory, line by line. */
final class JobReading {
  /** Those that were never started come first. */
  static final Comparator<JobTrace> BY_START =
      Comparator.comparing(JobTrace::startedAt, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** As jobs are named: the run, then node, step and attempt. */
  private static final Pattern NAME =
      Pattern.compile("([^/]+)/([a-z0-9-]+)\\.(\\S+)\\.([0-9]{1,6})");

  private static final Pattern SAYING =
      Pattern.compile(
          "::(?:(owner) ([0-9]{1,15}) ([0-9.]{1,15})|(mark) (\\S+) ([0-9.]{1,15})|(runs)|(exit)"
              + " ([0-9]{0,3})[^ ]* ([0-9]{0,12})|(lost) (.*)|(owner).*)");

  private final String directory;
  private final Matcher name;
  private final List<Mark> marks = new ArrayList<>();
  private JobState state = JobState.PREPARED;
  private long clockMillis;
  private double clockUptime;
  private @Nullable Integer exit;
  private @Nullable String lost;
  private @Nullable Instant startedAt;
  private @Nullable Instant endedAt;

  private JobReading(String directory, Matcher name) {
    this.directory = directory;
    this.name = name;
  }

  /** Nothing if that is not how jobs are named: then it is none. */
  static @Nullable JobReading of(String cluster, String directory) {
    Matcher name = NAME.matcher(directory);
    return name.matches() ? new JobReading(cluster + "/" + directory, name) : null;
  }

  void line(String line) {
    Matcher saying = SAYING.matcher(line);
    if (!saying.matches()) {
      return;
    }
    if (saying.group(1) != null) {
      clockMillis = Long.parseLong(saying.group(2));
      clockUptime = Double.parseDouble(saying.group(3));
      startedAt = Instant.ofEpochMilli(clockMillis);
    } else if (saying.group(4) != null) {
      note(new Mark(saying.group(5), at(Double.parseDouble(saying.group(6)))));
    } else if (saying.group(7) != null) {
      state = JobState.RUNNING;
    } else if (saying.group(8) != null) {
      ended(saying.group(9), saying.group(10));
    } else if (saying.group(11) != null) {
      state = JobState.LOST;
      lost = saying.group(12);
    }
  }

  private void ended(String status, String seconds) {
    if (status.isEmpty()) {
      state = JobState.LOST;
      lost = "its exit status cannot be read";
      return;
    }
    state = JobState.ENDED;
    exit = Integer.valueOf(status);
    endedAt = seconds.isEmpty() ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  private void note(Mark mark) {
    if (!marks.contains(mark)) {
      marks.add(mark);
    }
  }

  private Instant at(double uptime) {
    return Instant.ofEpochMilli(clockMillis + Math.round((uptime - clockUptime) * 1000));
  }

  JobTrace trace() {
    return new JobTrace(
        name.group(1),
        name.group(2),
        name.group(3),
        Integer.parseInt(name.group(4)),
        state,
        exit,
        lost,
        startedAt,
        endedAt,
        List.copyOf(marks),
        "~/.lockkeeper/jobs/" + directory + "/output");
  }
}
