package dev.lockkeeper.lab.demo;

import dev.lockkeeper.lab.databend.DatabendClients;
import dev.lockkeeper.lab.databend.DatabendObserver;
import dev.lockkeeper.lab.plan.PlanVerdict;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration of Databend showed.
 *
 * @param history the run's event history, as a file
 * @param warnings what the run's report tells, such as where the backup lies
 * @param nodes what the lab itself saw of each node
 * @param clients what the applications counted
 * @param observer what was seen from outside meanwhile
 * @param plan whether the plan made before said what was then done
 */
record DatabendDemoResult(
    String workflowId,
    UpgradeState outcome,
    String reason,
    String from,
    String to,
    String history,
    List<String> warnings,
    List<Node> nodes,
    DatabendClients.Report clients,
    DatabendObserver.Report observer,
    PlanVerdict plan,
    double upgradeSeconds) {
  /**
   * One node.
   *
   * @param to version of the process that ran at the end
   * @param downSeconds how long it did not serve, as the run measured it on the node
   */
  record Node(String name, @Nullable String to, @Nullable Double downSeconds) {}

  /** Whether everything that was promised was also seen. */
  boolean success() {
    return outcome == UpgradeState.COMPLETED
        && plan.matches()
        && nodes.stream().allMatch(node -> to.equals(node.to()))
        && clients.statements() > 0
        && clients.failures().isEmpty()
        && clients.lost() == 0
        && observer.violations().isEmpty();
  }

  String text() {
    StringBuilder text = new StringBuilder("\n" + outcome + ": " + reason + "\n\n");
    for (Node node : nodes) {
      text.append(
          "%-10s %-12s -> %-12s down %s s%n"
              .formatted(node.name(), from, node.to(), node.downSeconds()));
    }
    text.append(
        "%nstatements %d, asked elsewhere %d, failed %s; rows %d, lost %d%n"
            .formatted(
                clients.statements(),
                clients.elsewhere(),
                clients.failures(),
                clients.rows(),
                clients.lost()));
    text.append("seen from outside: violations " + observer.violations() + "\n");
    text.append("plan: " + plan.text() + "\n");
    text.append(String.format(Locale.ROOT, "upgrade %.0f s; history: %s", upgradeSeconds, history));
    return text.toString();
  }
}
