package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.runbook.Announcer;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a run's facts from what Temporal keeps about it. */
final class Facts {
  private static final String ID = "upgrade-";
  private static final String EXECUTION = "WORKFLOW_EXECUTION_STATUS_";

  private Facts() {}

  static RunFacts of(WorkflowExecutionMetadata run) {
    SearchAttributes attributes = run.getTypedSearchAttributes();
    String id = run.getExecution().getWorkflowId();
    String cluster = first(attribute(attributes, Announcer.CLUSTER), memo(run, "cluster"));
    String product = first(attribute(attributes, Announcer.PRODUCT), memo(run, "product"));
    return new RunFacts(
        id,
        run.getExecution().getRunId(),
        cluster != null ? cluster : id.startsWith(ID) ? id.substring(ID.length()) : id,
        product != null
            ? product
            : run.getWorkflowType().replace("Upgrade", "").toLowerCase(java.util.Locale.ROOT),
        memo(run, "target"),
        run.getStatus().name().replace(EXECUTION, ""),
        state(attribute(attributes, Announcer.STATE)),
        attribute(attributes, Announcer.NODE),
        run.getStartTime(),
        run.getCloseTime());
  }

  private static @Nullable String attribute(
      SearchAttributes attributes, SearchAttributeKey<String> key) {
    return attributes.containsKey(key) ? attributes.get(key) : null;
  }

  private static @Nullable String memo(WorkflowExecutionMetadata run, String key) {
    return run.getMemo(key, String.class) instanceof String text ? text : null;
  }

  private static @Nullable UpgradeState state(@Nullable String word) {
    return Arrays.stream(UpgradeState.values())
        .filter(state -> state.name().equals(word))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one != null ? one : other;
  }
}
