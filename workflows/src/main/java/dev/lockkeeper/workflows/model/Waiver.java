package dev.lockkeeper.workflows.model;

import dev.lockkeeper.workflows.request.Described;
import org.jspecify.annotations.Nullable;

/**
 * One refusal that a named person overrules for one run.
 *
 * @param check which refusal
 * @param node for which node; every node when absent
 * @param by who takes the responsibility
 * @param reason why, for the report
 */
public record Waiver(
    @Described(
            value = "Name of the check, as the refusal prints it.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS)
        String check,
    @Described(
            value = "Only for this node; for all when absent.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS)
        @Nullable String node,
    @Described(
            value = "Who takes the responsibility.",
            pattern = Names.PERSON,
            expected = Names.PERSON_IN_WORDS)
        String by,
    @Described("Why.") String reason) {

  /** Whether it overrules the check on the node. */
  public boolean covers(String askedCheck, @Nullable String askedNode) {
    return check.equals(askedCheck) && (node == null || node.equals(askedNode));
  }
}
