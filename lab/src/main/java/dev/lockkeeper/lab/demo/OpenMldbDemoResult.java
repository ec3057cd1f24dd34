package dev.lockkeeper.lab.demo;

import dev.lockkeeper.lab.load.OpenMldbLoad;
import dev.lockkeeper.lab.observer.ObserverReport;
import dev.lockkeeper.lab.plan.PlanVerdict;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration with the look-alike of OpenMLDB showed.
 *
 * @param drain whether replicas were taken out of service before their tablet stopped
 * @param writePause whether the application wrote nothing meanwhile
 * @param history the run's event history, as a file
 * @param load what the application counted
 * @param observer what was seen from outside meanwhile
 * @param plan whether the plan made before said what was then done
 * @param setupSeconds time until the upgrade began
 * @param upgradeSeconds time from its start to its end
 */
record OpenMldbDemoResult(
    String workflowId,
    String runId,
    UpgradeState outcome,
    String reason,
    String from,
    String to,
    boolean drain,
    boolean writePause,
    String hosts,
    String temporal,
    String history,
    List<Node> nodes,
    OpenMldbLoad.Report load,
    ObserverReport observer,
    PlanVerdict plan,
    double setupSeconds,
    double upgradeSeconds) {
  /**
   * One node.
   *
   * @param to version of the process that ran at the end
   * @param downSeconds how long it did not serve, as the run measured it on the node
   */
  record Node(String name, String role, @Nullable String to, @Nullable Double downSeconds) {}

  /** Whether everything that was promised was also seen. */
  boolean success() {
    return outcome == UpgradeState.COMPLETED
        && plan.matches()
        && nodes.stream().allMatch(node -> to.equals(node.to()))
        && load.acknowledged() > 0
        && load.reads() > 0
        && (!writePause || (load.lost() == 0 && load.failedWrites() == 0))
        && (!drain || load.failedReads() == 0)
        && observer.violations().isEmpty();
  }

  /** For people. */
  void print(PrintStream out) {
    out.printf("%n%s: %s%n%n", outcome, reason);
    out.printf("%-14s %-12s %-10s %10s %12s%n", "node", "role", "runs", "down", "seen down");
    for (Node node : nodes) {
      out.printf(
          Locale.ROOT,
          "%-14s %-12s %-10s %10s %10.1f s%n",
          node.name(),
          node.role(),
          node.to(),
          node.downSeconds() == null
              ? ""
              : String.format(Locale.ROOT, "%.1f s", node.downSeconds()),
          observer.downTime(node.name()).toMillis() / 1000.0);
    }
    out.printf(
        "%nwrites acknowledged %d, failed %d, lost %d; reads %d, failed %d, stale %d%n",
        load.acknowledged(),
        load.failedWrites(),
        load.lost(),
        load.reads(),
        load.failedReads(),
        load.staleReads());
    load.failures().forEach(failure -> out.println("  " + failure));
    out.printf(
        "seen from outside: %d violations %s%n",
        observer.violations().size(), observer.violations());
    out.println("plan: " + plan.text());
    out.printf(
        Locale.ROOT,
        "upgrade %.0f s after %.0f s of preparation; history: %s%n",
        upgradeSeconds,
        setupSeconds,
        history);
  }
}
