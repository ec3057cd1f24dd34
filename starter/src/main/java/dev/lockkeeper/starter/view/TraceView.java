package dev.lockkeeper.starter.view;

import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.recover.Finding;
import dev.lockkeeper.workflows.recover.JobTrace;
import dev.lockkeeper.workflows.recover.NodeTrace;
import dev.lockkeeper.workflows.recover.RecoverResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What runs have left on a cluster's nodes, as text. */
public final class TraceView {
  private final Ink ink;
  private final Times times;

  public TraceView(Ink ink, Times times) {
    this.ink = ink;
    this.times = times;
  }

  /**
   * @param sentences about the runs that hold nodes
   * @param next what to do
   */
  public List<String> lines(RecoverResult seen, List<String> sentences, List<String> next) {
    List<String> lines = new ArrayList<>();
    lines.add("Seen on the nodes of " + seen.cluster() + ":");
    indent(lines, new FenceView(ink, times).lines(sights(seen)));
    List<String> jobs = jobs(seen.nodes());
    if (!jobs.isEmpty()) {
      lines.add("Jobs there, of the latest run on each node:");
      indent(lines, jobs);
    }
    lines.addAll(sentences);
    if (!seen.findings().isEmpty()) {
      lines.add("Half done or not known:");
      indent(lines, seen.findings().stream().map(this::finding).toList());
    }
    if (!next.isEmpty()) {
      lines.add("What to do:");
      for (int i = 0; i < next.size(); i++) {
        lines.add("  " + (i + 1) + ". " + next.get(i));
      }
    }
    return lines;
  }

  private static List<FenceSight> sights(RecoverResult seen) {
    return seen.nodes().stream()
        .map(node -> new FenceSight(node.node(), node.holder(), List.of(), node.problem()))
        .toList();
  }

  private String finding(Finding finding) {
    return finding.node()
        + ": "
        + ink.attention(finding.text())
        + (finding.log() == null ? "" : " (" + finding.log() + ")");
  }

  /** Nodes of one machine may tell of the same job. */
  private List<String> jobs(List<NodeTrace> nodes) {
    Table table = new Table("NODE", "STEP", "ATTEMPT", "RUN", "STARTED", "STATE");
    Set<JobTrace> shown = new HashSet<>();
    for (NodeTrace node : nodes) {
      List<JobTrace> jobs = node.jobs();
      for (JobTrace job : jobs) {
        if (job.run().equals(jobs.get(jobs.size() - 1).run()) && shown.add(job)) {
          table.row(
              job.node(),
              job.step(),
              Integer.toString(job.attempt()),
              job.run(),
              job.startedAt() == null ? "" : times.at(job.startedAt()),
              state(job));
        }
      }
    }
    return shown.isEmpty() ? List.of() : table.lines(ink);
  }

  private String state(JobTrace job) {
    List<Mark> marks = job.marks();
    String at = marks.isEmpty() ? "" : ", at: " + marks.get(marks.size() - 1).name();
    return switch (job.state()) {
      case PREPARED -> "never started";
      case RUNNING -> ink.attention("runs") + at;
      case LOST -> ink.bad("lost") + at;
      case ENDED -> {
        String exit = "ended with " + job.exit();
        yield Integer.valueOf(0).equals(job.exit()) ? exit : ink.bad(exit) + at;
      }
    };
  }

  private static void indent(List<String> lines, List<String> part) {
    part.forEach(line -> lines.add("  " + line));
  }
}
