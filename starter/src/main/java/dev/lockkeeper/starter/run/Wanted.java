package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list shall have.
 *
 * @param workflowTypes of the products
 * @param cluster only this one's; absent for all
 * @param states as they are shown; empty for all
 * @param open only runs that go on
 */
public record Wanted(
    List<String> workflowTypes, @Nullable String cluster, Set<String> states, boolean open) {
  private static final Set<UpgradeState> GOING_ON =
      EnumSet.of(
          UpgradeState.PLANNING,
          UpgradeState.RUNNING,
          UpgradeState.WAITING,
          UpgradeState.BLOCKED,
          UpgradeState.PAUSED,
          UpgradeState.UNDOING);

  /** Words for runs that were cut off, of which Temporal knows the end and the run does not. */
  private static final List<String> CUT_OFF = List.of("TERMINATED", "TIMED_OUT", "CANCELED");

  /** Every word that is shown as a run's state. */
  public static Set<String> allStates() {
    Set<String> all = new TreeSet<>(CUT_OFF);
    Arrays.stream(UpgradeState.values())
        .filter(state -> state != UpgradeState.PLANNED)
        .map(UpgradeState::name)
        .forEach(all::add);
    return all;
  }

  /** The condition that every Temporal server understands. States are not part of it. */
  String query() {
    String id = UpgradeRequest.workflowId(cluster == null ? "" : cluster);
    boolean onlyOpen = open || (!states.isEmpty() && namesOf(GOING_ON).containsAll(states));
    return "WorkflowType IN ("
        + quoted(workflowTypes)
        + ") AND WorkflowId "
        + (cluster == null ? "STARTS_WITH " : "= ")
        + quoted(List.of(id))
        + (onlyOpen ? " AND ExecutionStatus = 'Running'" : "");
  }

  /**
   * The narrower one for a namespace that has Lockkeeper's search attributes. Runs that were begun
   * without them are found as well, and looked at one by one.
   */
  String queryByAttributes() {
    boolean told = !states.isEmpty() && states.stream().noneMatch(CUT_OFF::contains);
    return told
        ? query()
            + " AND (LockkeeperState IN ("
            + quoted(List.copyOf(new TreeSet<>(states)))
            + ") OR LockkeeperState IS NULL)"
        : query();
  }

  private static List<String> namesOf(Set<UpgradeState> states) {
    return states.stream().map(UpgradeState::name).toList();
  }

  /** Names of clusters and words for states hold no quotation mark. */
  private static String quoted(List<String> words) {
    return "'" + String.join("', '", words) + "'";
  }
}
