package dev.lockkeeper.workflows.model;

import java.util.List;
import java.util.Map;

/**
 * What an upgrade will do, found out by the procedure itself without changing a node.
 *
 * @param entries in the order in which the run would do them
 * @param scripts the bodies of all jobs, by SHA-256
 * @param problems why the run would not go through as things are now; empty if it would
 * @param hash SHA-256 over the request and everything here but what changes from minute to minute:
 *     two plans of one hash do the same
 */
public record Plan(
    List<PlanEntry> entries, Map<String, String> scripts, List<Problem> problems, String hash) {}
