package dev.lockkeeper.lab.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;

/** How runs must end. */
final class Ending {
  private Ending() {}

  /** The run has reached its target, and no job was run twice on the way. */
  static void completedWithEachNodeRestartedOnce(UpgradeTalk run) {
    assertThat(run.awaitClose())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    assertThat(run.cluster().jobs()).as("attempts").doesNotHaveDuplicates();
    assertThat(run.cluster().endedJobs())
        .containsExactly("end of restart node-1", "end of restart node-2");
    assertThat(run.cluster().versions()).containsOnlyKeys(PretendCluster.NODES);
    assertThat(run.cluster().versions().values()).containsOnly(PretendCluster.NEW);
    nothingIsLeft(run);
  }

  /** The run was rejected at the gate of node-1. */
  static void rejected(UpgradeTalk run, String by) {
    assertThat(run.awaitClose())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED);
    assertThat(run.report().outcome()).isEqualTo(UpgradeState.REJECTED);
    assertThat(run.report().reason()).startsWith("rejected by " + by + " at the gate node-1");
    assertThat(run.cluster().jobs()).isEmpty();
    nothingIsLeft(run);
  }

  /** No fence, no temporary setting, no job cut off, nothing under way; and the report says so. */
  static void nothingIsLeft(UpgradeTalk run) {
    assertThat(run.cluster().fences()).as("fences").isEmpty();
    assertThat(run.cluster().setting("auto-move")).as("auto-move").isEqualTo("on");
    assertThat(run.history())
        .extracting(HistoryEvent::getEventType)
        .doesNotContain(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
    assertThat(run.report().undo())
        .extracting(UndoEntry::subject, UndoEntry::state)
        .containsExactlyInAnyOrder(
            tuple("fence", UndoState.UNDONE), tuple("auto-move", UndoState.UNDONE));
    assertThat(OpenEvents.count(run.history())).as("what is still under way").isZero();
  }
}
