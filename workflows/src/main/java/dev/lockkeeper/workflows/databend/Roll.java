package dev.lockkeeper.workflows.databend;

import java.util.List;

/**
 * One role is brought to one release.
 *
 * @param role which nodes
 * @param to the release they run afterwards
 * @param manner one by one or all together
 * @param convertsData whether a meta node brings its data into another form when it starts
 * @param states every state of the cluster on the way, in order; each is compatible
 */
public record Roll(
    DatabendRole role,
    DatabendVersion to,
    RollManner manner,
    boolean convertsData,
    List<RollState> states) {
  public Roll {
    states = List.copyOf(states);
  }

  /** Such as {@code query to 1.2.833}. */
  @Override
  public String toString() {
    return role.word() + " to " + to;
  }
}
