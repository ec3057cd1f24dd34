package dev.lockkeeper.lab.observer;

import java.time.Instant;

/**
 * A server process that appeared on a node during the observation.
 *
 * @param node the node's name
 * @param at when it was first seen
 * @param version the version on its command line; {@code unknown} without one
 */
public record ServerStart(String node, Instant at, String version) {}
