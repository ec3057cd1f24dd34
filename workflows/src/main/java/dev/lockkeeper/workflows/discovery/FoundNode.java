package dev.lockkeeper.workflows.discovery;

import dev.lockkeeper.workflows.model.Node;

/**
 * A server that was found.
 *
 * @param node as a request names it
 * @param remark what it was known by, such as its release and its id in the cluster
 */
public record FoundNode(Node node, String remark) {}
