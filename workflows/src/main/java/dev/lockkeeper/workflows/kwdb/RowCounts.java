package dev.lockkeeper.workflows.kwdb;

/**
 * How many rows a table has on both sides.
 *
 * @param how what was done, or that nothing had to be
 */
public record RowCounts(String table, long before, long after, String how) {}
