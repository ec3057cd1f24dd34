package dev.lockkeeper.workflows.model;

/**
 * A node and how to log in to it.
 *
 * @param credentials name of a profile that the worker resolves
 */
public record Target(Node node, String credentials) {}
