package dev.lockkeeper.worker.activity;

import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.Target;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What something done is about; the log shows it on every line.
 *
 * @param cluster the cluster's name, or the workflow id when it is not an upgrade's
 * @param step the procedure's step where it is known, else the activity's type
 */
record Subject(@Nullable String cluster, @Nullable String node, @Nullable String step) {
  private static final String UPGRADE = "upgrade-";

  /** The subject of a workflow's own lines. */
  static Subject ofWorkflow(@Nullable String workflowId) {
    return new Subject(cluster(workflowId), null, null);
  }

  /** The subject of an activity, by what it was given. */
  static Subject ofActivity(
      @Nullable String workflowId, String activityType, @Nullable Object[] arguments) {
    Subject subject = new Subject(cluster(workflowId), null, activityType);
    for (Object argument : arguments) {
      if (argument instanceof JobName job) {
        return new Subject(job.cluster(), job.node(), job.step());
      }
      if (argument instanceof Target target) {
        subject = new Subject(subject.cluster, target.node().name(), activityType);
      }
    }
    return subject;
  }

  private static @Nullable String cluster(@Nullable String workflowId) {
    return workflowId != null && workflowId.startsWith(UPGRADE)
        ? workflowId.substring(UPGRADE.length())
        : workflowId;
  }

  /** Does something while the log lines of this thread show this subject. */
  <T> T during(Supplier<T> work) {
    Subject before = new Subject(MDC.get("cluster"), MDC.get("node"), MDC.get("step"));
    show();
    try {
      return work.get();
    } finally {
      before.show();
    }
  }

  private void show() {
    put("cluster", cluster);
    put("node", node);
    put("step", step);
  }

  private static void put(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
