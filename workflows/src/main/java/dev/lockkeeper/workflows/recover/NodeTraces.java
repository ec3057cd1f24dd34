package dev.lockkeeper.workflows.recover;

import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.Looks;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** What runs leave on nodes: fences and the directories of jobs. */
@ActivityInterface
public interface NodeTraces {
  /**
   * Looks at all nodes at once and answers for each, in their order. What goes wrong on a node is
   * an answer, not a failure. Changes nothing.
   */
  @Looks
  @ActivityMethod(name = "LookAtTraces")
  List<NodeTrace> look(String cluster, List<Target> nodes);
}
