package dev.lockkeeper.workflows.runbook;

/**
 * What a run has to know of the worker and the server it runs on. Read once by an activity, so that
 * it is in the history.
 *
 * @param searchAttributes whether Lockkeeper's search attributes exist in the namespace
 * @param release Lockkeeper's own version
 */
public record WorkerFacts(boolean searchAttributes, String release) {}
