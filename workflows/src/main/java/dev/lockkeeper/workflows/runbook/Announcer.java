package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.Workflow;
import java.util.Map;

/**
 * Keeps what the Temporal UI shows of a run up to date: search attributes, memo and current
 * details.
 */
public final class Announcer {
  public static final SearchAttributeKey<String> CLUSTER =
      SearchAttributeKey.forKeyword("LockkeeperCluster");
  public static final SearchAttributeKey<String> PRODUCT =
      SearchAttributeKey.forKeyword("LockkeeperProduct");
  public static final SearchAttributeKey<String> STATE =
      SearchAttributeKey.forKeyword("LockkeeperState");
  public static final SearchAttributeKey<String> NODE =
      SearchAttributeKey.forKeyword("LockkeeperNode");

  private boolean searchable;
  private UpgradeState lastState = UpgradeState.PLANNING;
  private String lastNode = "";

  Announcer() {}

  /**
   * Tells who the run is about. An upsert of an attribute that the namespace lacks would get the
   * run stuck.
   */
  void open(UpgradeRequest request, boolean searchAttributes) {
    searchable = searchAttributes;
    Workflow.upsertMemo(
        Map.of(
            "product",
            request.product(),
            "cluster",
            request.cluster(),
            "target",
            request.release().version()));
    if (searchable) {
      Workflow.upsertTypedSearchAttributes(
          CLUSTER.valueSet(request.cluster()),
          PRODUCT.valueSet(request.product()),
          STATE.valueSet(lastState.name()));
    }
  }

  /** The UI shows all of it already. */
  void goOn(WorkerFacts facts) {
    searchable = facts.searchAttributes();
  }

  /** Every upsert is an event of the history, so only a change is written. */
  void refresh(UpgradeStatus status) {
    Workflow.setCurrentDetails(Details.markdown(status));
    String node =
        status.questions().stream()
            .map(Question::node)
            .filter(name -> name != null)
            .findFirst()
            .orElse("");
    boolean asksElsewhere = !node.isEmpty() && !node.equals(lastNode);
    if (!searchable || (status.state() == lastState && !asksElsewhere)) {
      return;
    }
    lastState = status.state();
    if (asksElsewhere) {
      lastNode = node;
      Workflow.upsertTypedSearchAttributes(STATE.valueSet(lastState.name()), NODE.valueSet(node));
    } else {
      Workflow.upsertTypedSearchAttributes(STATE.valueSet(lastState.name()));
    }
  }
}
