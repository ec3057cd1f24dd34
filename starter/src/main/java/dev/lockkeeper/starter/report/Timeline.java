package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.run.Ran;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The picture of a run: a lane for each node with its states, its jobs and the times it was down,
 * above them the times in which people were waited for. Places along the axis are percentages and
 * letters have one size, so it fits any width.
 */
final class Timeline {
  private static final int LANE = 58;
  private static final int HEAD = 4;
  private static final int AXIS = 26;
  private static final int MOST_TICKS = 5;
  private static final long[] STEPS = {
    1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200,
    86_400, 172_800, 604_800
  };

  private final Chronicle chronicle;
  private final Stamp stamp;
  private final Instant begin;
  private final long millis;
  private final Markup svg = new Markup();

  Timeline(Chronicle chronicle) {
    this.chronicle = chronicle;
    this.stamp = Stamp.of(chronicle.summary());
    this.begin = chronicle.summary().startedAt();
    this.millis = Math.max(1, Duration.between(begin, chronicle.summary().endedAt()).toMillis());
  }

  String svg() {
    List<Lane> lanes = chronicle.summary().nodes();
    int height = HEAD + LANE * (lanes.size() + 1) + AXIS;
    svg.line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"timeline\" role=\"img\" width=\"100%\" height=\""
            + height
            + "\" aria-label=\"Timeline of the run\">");
    axis(height - AXIS);
    int y = HEAD;
    questions(y);
    for (Lane lane : lanes) {
      y += LANE;
      lane(lane, y);
    }
    return svg.raw("</svg>").toString();
  }

  private void questions(int y) {
    name(y, "waits for people", "");
    for (Entry entry : chronicle.entries()) {
      if (entry.shown() == null) {
        continue;
      }
      Instant to = entry.kind() == EntryKind.DECISION ? entry.at() : entry.until();
      Instant from = entry.shown().askedAt();
      bar("waits", y + 18, 16, from, to == null ? from : to);
      svg.element(
          "title",
          "",
          entry.title()
              + ": waited "
              + Stamp.took(from, to)
              + (entry.by() == null ? "" : ", " + entry.outcome() + " by " + entry.by()));
      svg.line("</rect>");
    }
  }

  private void lane(Lane lane, int y) {
    String versions =
        lane.before() == null
            ? ""
            : lane.before().equals(Sentences.known(lane.after()))
                ? lane.before()
                : lane.before() + " → " + Sentences.known(lane.after());
    name(y, lane.name(), versions);
    for (Lane.Span span : lane.states()) {
      bar("s-" + span.state().name().toLowerCase(Locale.ROOT), y + 18, 16, span.from(), span.to());
      svg.element(
          "title",
          "",
          span.state()
              + " from "
              + stamp.at(span.from())
              + ", "
              + Stamp.took(span.from(), span.to()));
      svg.line("</rect>");
    }
    jobs(lane, y);
    lane.downs().forEach(down -> down(down, y));
  }

  private void jobs(Lane lane, int y) {
    for (Entry entry : chronicle.of(EntryKind.COMMAND)) {
      Ran ran = entry.ran();
      if (ran == null || ran.job() == null || !lane.name().equals(entry.node())) {
        continue;
      }
      Instant to = ran.until() == null ? chronicle.summary().endedAt() : ran.until();
      bar("job", y + 35, 4, ran.at(), to);
      svg.element(
          "title",
          "",
          "job " + ran.job().step() + ": " + ran.outcome() + ", " + Stamp.took(ran.at(), to));
      svg.line("</rect>");
    }
  }

  private void down(Lane.Down down, int y) {
    Instant to =
        down.seconds() == null
            ? chronicle.summary().endedAt()
            : down.drawnFrom().plusMillis(Math.round(down.seconds() * 1000));
    bar("down", y + 18, 16, down.drawnFrom(), to);
    String words =
        down.seconds() == null ? "down, not seen back" : "down " + Stamp.length(down.seconds());
    svg.element("title", "", words + " from " + stamp.at(down.from()) + " by the node's clock");
    svg.line("</rect>");
    boolean late = share(down.drawnFrom()) > 0.6;
    svg.element(
        "text",
        "class=\"red\" x=\""
            + percent(late ? share(to) : share(down.drawnFrom()))
            + "\" y=\""
            + (y + 50)
            + "\""
            + (late ? " text-anchor=\"end\"" : ""),
        words);
    svg.line("");
  }

  private void name(int y, String name, String remark) {
    svg.element("text", "class=\"name\" x=\"0\" y=\"" + (y + 13) + "\"", name);
    svg.element(
        "text", "class=\"remark\" x=\"100%\" y=\"" + (y + 13) + "\" text-anchor=\"end\"", remark);
    svg.line("");
  }

  /** Opens a bar; its title and its end are for the caller to write. */
  private void bar(String kind, int y, int height, Instant from, Instant to) {
    double left = share(from);
    double width = Math.max(0, share(to) - left);
    svg.raw(
        "<rect class=\""
            + kind
            + "\" x=\""
            + percent(left)
            + "\" y=\""
            + y
            + "\" width=\""
            + percent(width)
            + "\" height=\""
            + height
            + "\">");
  }

  private void axis(int y) {
    svg.line("<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"" + y + "\" y2=\"" + y + "\"/>");
    Duration step = step();
    for (Instant tick : ticks(step)) {
      double share = share(tick);
      String x = percent(share);
      svg.raw(
          "<line class=\"tick\" x1=\""
              + x
              + "\" x2=\""
              + x
              + "\" y1=\"0\" y2=\""
              + (y + 4)
              + "\"/>");
      String anchor = share < 0.08 ? "start" : share > 0.92 ? "end" : "middle";
      svg.element(
          "text",
          "class=\"remark\" x=\"" + x + "\" y=\"" + (y + 18) + "\" text-anchor=\"" + anchor + "\"",
          stamp.tick(tick, step));
      svg.line("");
    }
  }

  private Duration step() {
    for (long seconds : STEPS) {
      if (millis / 1000.0 / seconds <= MOST_TICKS) {
        return Duration.ofSeconds(seconds);
      }
    }
    return Duration.ofMillis(millis).dividedBy(MOST_TICKS);
  }

  /** Round times of the zone's clock. */
  private List<Instant> ticks(Duration step) {
    ZonedDateTime midnight = begin.atZone(stamp.zone()).toLocalDate().atStartOfDay(stamp.zone());
    long steps = Duration.between(midnight.toInstant(), begin).dividedBy(step);
    List<Instant> ticks = new ArrayList<>();
    Instant end = begin.plusMillis(millis);
    Instant tick = midnight.toInstant().plus(step.multipliedBy(steps));
    for (; !tick.isAfter(end); tick = tick.plus(step)) {
      if (!tick.isBefore(begin)) {
        ticks.add(tick);
      }
    }
    return ticks;
  }

  private double share(Instant instant) {
    double share = Duration.between(begin, instant).toMillis() / (double) millis;
    return Math.min(1, Math.max(0, share));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3f%%", share * 100);
  }
}
