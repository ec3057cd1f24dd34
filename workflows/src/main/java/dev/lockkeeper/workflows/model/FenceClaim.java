package dev.lockkeeper.workflows.model;

import java.time.Instant;

/**
 * Who holds a cluster: what the fence file on each of its nodes says. No other run may work on the
 * cluster meanwhile, whichever Temporal service it comes from.
 *
 * @param workflow id of the workflow
 * @param run first run id of its chain
 * @param namespace the workflow's Temporal namespace
 * @param since when it was taken
 */
public record FenceClaim(
    String cluster, String workflow, String run, String namespace, Instant since) {}
