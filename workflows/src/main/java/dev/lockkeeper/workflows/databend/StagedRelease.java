package dev.lockkeeper.workflows.databend;

/**
 * A release that lies on a node, and what its binaries said when they were asked there.
 *
 * @param done how it came there, in a few words
 */
public record StagedRelease(String done, QueryBinary query, MetaBinary meta) {}
