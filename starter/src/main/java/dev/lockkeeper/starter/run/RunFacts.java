package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.UpgradeState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Temporal itself knows of a run; no worker is needed to read it.
 *
 * @param execution {@code RUNNING} or how the workflow was closed, in Temporal's words
 * @param state the last state that the run wrote into its search attributes
 * @param node the node it last asked about
 */
public record RunFacts(
    String workflowId,
    String runId,
    String cluster,
    String product,
    @Nullable String target,
    String execution,
    @Nullable UpgradeState state,
    @Nullable String node,
    Instant startedAt,
    @Nullable Instant closedAt) {
  public boolean open() {
    return execution.equals("RUNNING");
  }

  /** The state to show: that of a closed run is what it was closed with. */
  public String shownState() {
    if (open()) {
      return state == null ? execution : state.name();
    }
    boolean wroteItsEnd =
        state == UpgradeState.COMPLETED
            || state == UpgradeState.REJECTED
            || state == UpgradeState.ABORTED
            || state == UpgradeState.FAILED;
    return wroteItsEnd && state != null ? state.name() : execution;
  }
}
