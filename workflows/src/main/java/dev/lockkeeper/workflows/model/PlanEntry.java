package dev.lockkeeper.workflows.model;

import org.jspecify.annotations.Nullable;

/**
 * One thing that an upgrade will do, in its place.
 *
 * @param phase of the vendor's page
 * @param node that it is about; absent for the cluster as a whole
 * @param title what, as status and report will call it
 * @param evidence what a gate would show now; only of gates
 * @param detail a longer text that a gate would show; absent if there is none
 * @param job what will run on the node, if it is a job
 */
public record PlanEntry(
    Kind kind,
    String phase,
    @Nullable String node,
    String title,
    @Nullable Evidence evidence,
    @Nullable String detail,
    @Nullable PlannedJob job) {
  /** The same without what changes from minute to minute. */
  public PlanEntry entryForHash() {
    return new PlanEntry(kind, phase, node, title, null, null, job);
  }

  /** What sort of thing it is. */
  public enum Kind {
    /** Reads something; the plan has done it already. */
    LOOK,
    /** Asks people. */
    GATE,
    /** Changes something. */
    CHANGE,
    /** Looks at what a change has brought about. */
    CHECK,
    /** Lets time pass. */
    REST
  }
}
