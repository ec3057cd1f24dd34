package dev.lockkeeper.lab.demo;

import dev.lockkeeper.lab.observer.ObserverReport;
import dev.lockkeeper.lab.plan.PlanVerdict;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration with the look-alike of KWDB showed.
 *
 * @param method the way of the vendor's page
 * @param history the run's event history, as a file
 * @param observer what was seen from outside meanwhile
 * @param plan whether the plan made before said what was then done
 * @param setupSeconds time until the upgrade began
 * @param upgradeSeconds time from its start to its end
 */
record KwdbDemoResult(
    String workflowId,
    String runId,
    UpgradeState outcome,
    String reason,
    String method,
    String from,
    String to,
    String hosts,
    String temporal,
    String history,
    List<Node> nodes,
    ObserverReport observer,
    PlanVerdict plan,
    double setupSeconds,
    double upgradeSeconds) {
  /**
   * One node.
   *
   * @param to version of the process that was seen to start last
   * @param downSeconds how long it did not serve, as the run measured it on the node
   */
  record Node(String name, @Nullable String to, @Nullable Double downSeconds) {}

  /** Whether everything that was promised was also seen. */
  boolean success() {
    return outcome == UpgradeState.COMPLETED
        && plan.matches()
        && nodes.stream().allMatch(node -> to.equals(node.to()))
        && observer.violations().isEmpty()
        && observer.blindSpots().isEmpty();
  }

  /** For people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%n%s: %s%n%n", outcome, reason));
    text.append(
        String.format(Locale.ROOT, "%-14s %-10s %10s %12s%n", "node", "runs", "down", "seen down"));
    for (Node node : nodes) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-14s %-10s %10s %10.1f s%n",
              node.name(),
              node.to(),
              node.downSeconds() == null
                  ? ""
                  : String.format(Locale.ROOT, "%.1f s", node.downSeconds()),
              observer.downTime(node.name()).toMillis() / 1000.0));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nseen from outside: %d violations %s%nplan: %s%nupgrade %.0f s after %.0f s of preparation; history: %s",
            observer.violations().size(),
            observer.violations(),
            plan.text(),
            upgradeSeconds,
            setupSeconds,
            history));
    return text.toString();
  }
}
