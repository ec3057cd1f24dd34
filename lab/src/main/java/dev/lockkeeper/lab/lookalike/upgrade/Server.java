package dev.lockkeeper.lab.lookalike.upgrade;

import dev.lockkeeper.workflows.model.Target;

/**
 * A server of the cluster as the worker reaches it.
 *
 * @param id its number in the cluster
 * @param port on which it serves, at its node's address
 */
public record Server(Target node, int id, int port) {}
