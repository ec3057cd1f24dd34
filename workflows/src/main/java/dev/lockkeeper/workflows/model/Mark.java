package dev.lockkeeper.workflows.model;

import java.time.Instant;

/**
 * A point that a job reached.
 *
 * @param name such as {@code stopping}, {@code stopped}, {@code listening}
 * @param at by the node's clock; differences between marks of one job are exact to 10 ms
 */
public record Mark(String name, Instant at) {}
