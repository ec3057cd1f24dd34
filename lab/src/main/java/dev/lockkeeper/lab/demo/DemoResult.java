package dev.lockkeeper.lab.demo;

import dev.lockkeeper.lab.load.LoadReport;
import dev.lockkeeper.lab.observer.ObserverReport;
import dev.lockkeeper.lab.plan.PlanVerdict;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration showed.
 *
 * @param from version that every server ran before
 * @param hosts how the hosts were made
 * @param temporal address of the Temporal service
 * @param history the run's event history, as a file
 * @param nodes what the lab itself saw of each node
 * @param writer what the application counted
 * @param observer what was seen from outside meanwhile
 * @param plan whether the plan made before said what was then done
 * @param setupSeconds time until the upgrade began
 * @param upgradeSeconds time from its start to its end
 */
record DemoResult(
    String workflowId,
    String runId,
    UpgradeState outcome,
    String reason,
    String from,
    String to,
    String hosts,
    String temporal,
    String history,
    List<NodeResult> nodes,
    LoadReport writer,
    ObserverReport observer,
    PlanVerdict plan,
    double setupSeconds,
    double upgradeSeconds) {
  /**
   * One node.
   *
   * @param from version of the process that ran before
   * @param to version of the process that ran at the end
   * @param downSeconds how long it did not serve, as the run measured it on the node
   */
  record NodeResult(
      String name,
      String role,
      @Nullable String from,
      @Nullable String to,
      @Nullable Double downSeconds) {}

  /**
   * Whether everything that was promised was also seen. A full stop promises nothing but that all
   * come back and no row is lost.
   */
  boolean success(String method) {
    boolean unexpected = !method.equals("full-stop") && !observer.violations().isEmpty();
    return outcome == UpgradeState.COMPLETED
        && plan.matches()
        && nodes.stream().allMatch(node -> to.equals(node.to()))
        && writer.acknowledged() > 0
        && writer.lost() == 0
        && !unexpected;
  }
}
