package dev.lockkeeper.workflows.fence;

import dev.lockkeeper.workflows.model.FenceSight;
import java.util.ArrayList;
import java.util.List;

/** When a cluster's nodes must not be freed. There is no way to overrule it. */
public final class ReleaseRules {
  private ReleaseRules() {}

  /**
   * Why the nodes cannot be freed from a run now, one sentence each; empty if they can. A node that
   * could not be looked at may have a job that still works on it.
   */
  public static List<String> objections(String cluster, String run, List<FenceSight> sights) {
    List<String> objections = new ArrayList<>();
    String jobs = cluster + "/" + run + "/";
    for (FenceSight sight : sights) {
      if (sight.problem() != null) {
        objections.add(
            sight.node()
                + ": what stands and runs there is not known: "
                + sight.problem()
                + ". Settle that first; leave the node out of the request only if it is gone for good");
      }
      sight.jobs().stream()
          .filter(job -> job.startsWith(jobs))
          .forEach(
              job ->
                  objections.add(
                      sight.node()
                          + ": a job of the run still works there: ~/.lockkeeper/jobs/"
                          + job
                          + ". Wait until it has ended"));
    }
    return objections;
  }
}
