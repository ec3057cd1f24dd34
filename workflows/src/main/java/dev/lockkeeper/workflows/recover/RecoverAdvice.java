package dev.lockkeeper.workflows.recover;

import dev.lockkeeper.workflows.recover.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a person should do about findings. */
final class RecoverAdvice {
  private RecoverAdvice() {}

  /** In the order in which it should be done; empty if nothing was found. */
  static List<String> next(List<Finding> findings) {
    List<String> next = new ArrayList<>();
    if (findings.isEmpty()) {
      return next;
    }
    String unknown = nodes(findings, Kind.UNKNOWN);
    if (!unknown.isEmpty()) {
      next.add("Have " + unknown + " looked at as a whole, then recover again.");
    }
    String running = nodes(findings, Kind.RUNNING);
    if (!running.isEmpty()) {
      next.add(
          "Wait until the jobs on "
              + running
              + " have ended; what they stop they start again by themselves. Then recover again.");
    }
    String lookedAt = nodes(findings, Kind.LOST, Kind.FAILED, Kind.DOWN);
    if (!lookedAt.isEmpty()) {
      next.add(
          "Look at "
              + lookedAt
              + ": which version the server runs, if it runs, and whether the cluster is healthy. The"
              + " jobs' logs are named above. Start by hand a server that is down, of the release that"
              + " its configuration belongs to: an upgrade begins with servers that run.");
    }
    if (findings.stream().anyMatch(finding -> finding.kind() == Kind.FENCED)) {
      next.add(
          "If Temporal's database can still be restored from a backup, do that instead of what"
              + " follows: the run goes on then, and finds its jobs by their names.");
      next.add(
          "Put back what the run has changed in the cluster for its time only; its old values were"
              + " known to Temporal alone. The page of the product names such settings.");
      next.add("Free the nodes, which shows the run's id: ./lockkeeper release FILE");
    }
    next.add(
        "Start the upgrade again: ./lockkeeper plan FILE, then ./lockkeeper start FILE. It looks at"
            + " every node and does only what is missing; completed steps are found, not repeated.");
    return next;
  }

  private static String nodes(List<Finding> findings, Kind... kinds) {
    return findings.stream()
        .filter(finding -> List.of(kinds).contains(finding.kind()))
        .map(Finding::node)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
