package dev.lockkeeper.starter.view;

import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.starter.run.Sight;
import java.util.ArrayList;
import java.util.List;

/** What can be seen of a run, as text. */
public final class SightView {
  private final Ink ink;
  private final Times times;
  private final StatusView status;
  private final ReportView report;
  private final CutView cut;
  private final RememberedView remembered;

  public SightView(Ink ink, Times times, QuestionView questions) {
    this.ink = ink;
    this.times = times;
    this.status = new StatusView(ink, times, questions);
    this.report = new ReportView(ink, times);
    this.cut = new CutView(ink, times);
    this.remembered = new RememberedView(ink, times, questions);
  }

  public List<String> lines(Sight sight) {
    if (sight instanceof Sight.Open open) {
      return status.lines(open);
    }
    if (sight instanceof Sight.Ended ended) {
      List<String> lines = new ArrayList<>(report.summary(ended.report()));
      lines.add("");
      lines.add("→ ./lockkeeper report " + ended.report().cluster());
      return lines;
    }
    if (sight instanceof Sight.Cut was) {
      List<String> lines = new ArrayList<>(cut.summary(was));
      lines.add("");
      lines.add("→ ./lockkeeper report " + was.facts().cluster());
      return lines;
    }
    List<String> lines = head(sight.facts());
    if (sight instanceof Sight.Silent silent) {
      lines.add(ink.attention(silent.why()));
      lines.add("The run itself is safe in Temporal and goes on when a worker is back.");
      if (silent.remembered() != null) {
        lines.addAll(remembered.lines(silent.remembered()));
      } else if (sight.facts().node() != null) {
        lines.add("it last asked about " + sight.facts().node());
      }
    } else {
      lines.add(ink.bad("It ended without a report: ") + ((Sight.Unreported) sight).reason());
    }
    return lines;
  }

  private List<String> head(RunFacts facts) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold(facts.cluster())
            + "  "
            + ink.bold(facts.shownState())
            + (facts.open() ? " (last known)" : "")
            + "  "
            + facts.product()
            + (facts.target() == null ? "" : " to " + facts.target())
            + "  "
            + ink.dim(facts.workflowId()));
    lines.add(
        "started "
            + times.at(facts.startedAt())
            + (facts.closedAt() == null ? "" : ", ended " + times.at(facts.closedAt())));
    return lines;
  }
}
