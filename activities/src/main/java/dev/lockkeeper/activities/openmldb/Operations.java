package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import java.util.List;

/** Judges the nameserver's operations. Those of before the upgrade mean nothing for it. */
final class Operations {
  private Operations() {}

  /**
   * @param after only operations with greater ids count: the list keeps what failed long ago
   * @throws StepFailed FAILED_COMMAND that names each failed operation and where its log is
   */
  static void failIfFailed(List<Operation> operations, long after, OpenMldbView view)
      throws StepFailed {
    List<String> failed =
        operations.stream()
            .filter(operation -> operation.id() > after)
            .filter(
                operation ->
                    operation.status() == Operation.Status.FAILED
                        || operation.status() == Operation.Status.CANCELED)
            .map(ClusterRules::words)
            .toList();
    if (!failed.isEmpty()) {
      throw new StepFailed(
          FailureReason.FAILED_COMMAND,
          String.join("; ", failed)
              + ". Why is in the log of the leading nameserver ("
              + logs(view)
              + ") and of the tablet; recover the partition, then retry");
    }
  }

  private static String logs(OpenMldbView view) {
    return String.join(
        " or ",
        view.via().stream()
            .filter(target -> target.node().role().equals("nameserver"))
            .map(
                target ->
                    target.node().name() + ":" + target.node().home() + "/logs/nameserver.INFO")
            .toList());
  }
}
