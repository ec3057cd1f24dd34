package dev.lockkeeper.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.Plan;
import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.PlanEntry.Kind;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.util.List;
import java.util.Objects;

/** A plan beside the run that was made after it. */
public final class PlanAndRun {
  private PlanAndRun() {}

  /** Asks the same gates and takes the same nodes down, in the same order. */
  public static void assertThatTheRunDidAsPlanned(UpgradeReport planned, UpgradeReport run) {
    Plan plan = Objects.requireNonNull(planned.plan());
    assertThat(plan.problems()).isEmpty();
    List<String> told =
        plan.entries().stream()
            .filter(entry -> entry.kind() == Kind.GATE || takesDown(entry))
            .map(PlanAndRun::title)
            .toList();
    assertThat(told).isNotEmpty();
    List<String> done =
        run.steps().stream()
            .map(StepRecord::title)
            .filter(title -> title.startsWith("Gate ") || title.startsWith("Stop, "))
            .toList();
    assertThat(done).containsExactlyElementsOf(told);
    assertThat(
            plan.entries().stream()
                .filter(entry -> entry.kind() == Kind.CHANGE || entry.kind() == Kind.CHECK)
                .map(PlanAndRun::title))
        .isSubsetOf(run.steps().stream().map(StepRecord::title).toList());
  }

  private static boolean takesDown(PlanEntry entry) {
    return entry.title().startsWith("Stop, ");
  }

  private static String title(PlanEntry entry) {
    return entry.kind() == Kind.GATE || entry.node() == null
        ? entry.title()
        : entry.title() + " (" + entry.node() + ")";
  }
}
