package dev.lockkeeper.activities.fence;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.recover.NodeTrace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a node says of the traces of a cluster's runs. A part of an answer is a problem. */
final class TraceReply {
  private final String cluster;
  private final List<String> fence = new ArrayList<>();
  private final List<JobReading> jobs = new ArrayList<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private @Nullable JobReading job;
  private boolean standing;
  private boolean complete;

  private TraceReply(String cluster) {
    this.cluster = cluster;
  }

  static NodeTrace of(String node, String cluster, CommandResult result) {
    TraceReply reply = new TraceReply(cluster);
    result.output().lines().forEach(reply::line);
    if (!reply.complete || result.truncated()) {
      reply.problems.add(
          "looking at the traces ended with " + result.ending() + ": " + result.errors().strip());
    }
    return reply.trace(node);
  }

  private void line(String line) {
    if (line.startsWith("|")) {
      fence.add(line.substring(1));
    } else if (line.equals("::fence")) {
      standing = true;
    } else if (line.startsWith("::problem ")) {
      problems.add(line.substring("::problem ".length()));
    } else if (line.startsWith("::job ")) {
      job = JobReading.of(cluster, line.substring("::job ".length()));
      if (job != null) {
        jobs.add(job);
      }
    } else if (line.equals("::end")) {
      complete = true;
    } else if (job != null) {
      job.line(line);
    }
  }

  private NodeTrace trace(String node) {
    Optional<FenceClaim> holder =
        standing ? FenceFile.read(String.join("\n", fence)) : Optional.empty();
    if (standing && holder.isEmpty()) {
      problems.add(
          "somebody unknown holds the node: ~/.lockkeeper/fences/" + cluster + " cannot be read");
    }
    return new NodeTrace(
        node,
        holder.orElse(null),
        jobs.stream().map(JobReading::trace).sorted(JobReading.BY_START).toList(),
        problems.isEmpty() ? null : String.join("; ", problems));
  }
}
