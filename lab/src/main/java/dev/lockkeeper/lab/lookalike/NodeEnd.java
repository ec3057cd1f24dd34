package dev.lockkeeper.lab.lookalike;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an observation found a node in the end.
 *
 * @param node the node's name
 * @param at when it was looked at
 * @param view what it answered, if it did
 * @param linkedVersion the version of the release that the link leads to; empty when it leads to
 *     none
 * @param fences the fence files that are left in the login user's {@code ~/.lockkeeper}
 * @param events its ledger since the observation began
 */
record NodeEnd(
    String node,
    Instant at,
    Optional<NodeView> view,
    String linkedVersion,
    List<String> fences,
    List<AuditEvent> events) {}
