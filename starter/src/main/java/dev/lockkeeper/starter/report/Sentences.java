package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.run.Ran;
import dev.lockkeeper.workflows.model.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What every format of a report says in the same words. */
final class Sentences {
  private Sentences() {}

  /** The sentence at the top: how it ended, or that it has not. */
  static String standing(Summary summary) {
    String state = summary.open() ? "The run is " + summary.outcome() + ": " : "";
    return state + summary.reason();
  }

  /** What stands above the list of what is half done. */
  static String halfDone(Summary summary) {
    return summary.open() ? "Half done, if the run were terminated now" : "Half done";
  }

  static String mixed(Summary summary, Stamp stamp) {
    Mixed mixed = summary.mixed();
    if (mixed == null) {
      return "none that was seen";
    }
    String from = Stamp.length(mixed.seconds()) + ", from " + stamp.at(mixed.from());
    return mixed.to() == null ? from + " on, and not over" : from + " to " + stamp.at(mixed.to());
  }

  static String down(Lane lane) {
    if (lane.downs().isEmpty()) {
      return lane.downSeconds() == null ? "" : Stamp.length(lane.downSeconds());
    }
    return lane.downs().stream()
        .map(
            down ->
                down.seconds() == null ? "not seen to serve again" : Stamp.length(down.seconds()))
        .collect(Collectors.joining(" + "));
  }

  /** Each mark with the seconds since the first, by the node's clock. */
  static String marks(List<Mark> marks) {
    Instant first = marks.isEmpty() ? Instant.EPOCH : marks.get(0).at();
    return marks.stream()
        .map(
            mark ->
                String.format(
                    Locale.ROOT,
                    "%s +%.1f s",
                    mark.name(),
                    Duration.between(first, mark.at()).toMillis() / 1000.0))
        .collect(Collectors.joining(", "));
  }

  static String exit(Ran.Job job) {
    return job.exit() == null ? "no exit status was heard" : "exit " + job.exit();
  }

  static String known(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** What a decision was about, for people who have not read its id. */
  static String subject(Entry decision) {
    return decision.shown() == null ? decision.title() : decision.shown().title();
  }
}
