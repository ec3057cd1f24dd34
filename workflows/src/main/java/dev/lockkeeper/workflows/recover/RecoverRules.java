package dev.lockkeeper.workflows.recover;

import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.recover.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of the traces on nodes is half done. Directories of jobs alone are not: those of the last
 * run stay when it has ended.
 */
final class RecoverRules {
  private RecoverRules() {}

  static List<Finding> findings(List<NodeTrace> nodes) {
    return nodes.stream().flatMap(node -> findings(node).stream()).toList();
  }

  private static List<Finding> findings(NodeTrace node) {
    List<Finding> findings = new ArrayList<>();
    if (node.problem() != null) {
      findings.add(
          new Finding(
              node.node(),
              Kind.UNKNOWN,
              "what stands and runs there is not known: " + node.problem(),
              null));
    }
    FenceClaim holder = node.holder();
    if (holder != null) {
      findings.add(
          new Finding(
              node.node(),
              Kind.FENCED,
              "held by " + holder.workflow() + " (run " + holder.run() + ")",
              null));
    }
    JobTrace last = last(node.jobs());
    for (JobTrace job : node.jobs()) {
      if (job.state() == JobState.RUNNING) {
        findings.add(finding(job, Kind.RUNNING, "still runs" + reached(job)));
      } else if (!job.wentWell() && isOpen(job, node, last)) {
        findings.add(
            job.exit() == null
                ? finding(job, Kind.LOST, "left no result: " + job.lost() + reached(job))
                : finding(job, Kind.FAILED, "failed with exit status " + job.exit()));
      }
    }
    stopped(node.jobs()).ifPresent(findings::add);
    return findings;
  }

  /** Whether nobody has done it again, and no other run has worked on the node since it ended. */
  private static boolean isOpen(JobTrace job, NodeTrace node, @Nullable JobTrace last) {
    FenceClaim holder = node.holder();
    boolean current =
        job.equals(last)
            || job.startedAt() == null
            || holder != null && holder.run().equals(job.run());
    return current && node.jobs().stream().noneMatch(other -> other.isRetryOf(job));
  }

  /** The last job that was started. */
  private static @Nullable JobTrace last(List<JobTrace> jobs) {
    return jobs.stream()
        .filter(job -> job.state() != JobState.PREPARED)
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  /** Of a server that goes on being stopped by a job that runs, nothing more needs to be said. */
  private static Optional<Finding> stopped(List<JobTrace> jobs) {
    record Point(JobTrace job, Mark mark) {}
    return jobs.stream()
        .flatMap(
            job ->
                job.marks().stream()
                    .filter(mark -> isOfService(mark.name()))
                    .map(mark -> new Point(job, mark)))
        .reduce((point, next) -> next.mark().at().isBefore(point.mark().at()) ? point : next)
        .filter(point -> point.mark().name().equals(Mark.STOPPING))
        .filter(point -> point.job().state() != JobState.RUNNING)
        .map(
            point ->
                finding(
                    point.job(),
                    Kind.DOWN,
                    "stopped the server, and no job has seen it serve again; it may be down"));
  }

  private static boolean isOfService(String mark) {
    return mark.equals(Mark.STOPPING) || mark.equals(Mark.LISTENING);
  }

  private static Finding finding(JobTrace job, Kind kind, String text) {
    String name = job.attempt() == 1 ? job.step() : job.step() + ", attempt " + job.attempt() + ",";
    return new Finding(job.node(), kind, "the job " + name + " " + text, job.log());
  }

  private static String reached(JobTrace job) {
    return job.marks().isEmpty()
        ? ""
        : "; it had reached: "
            + Objects.requireNonNull(job.marks().get(job.marks().size() - 1)).name();
  }
}
