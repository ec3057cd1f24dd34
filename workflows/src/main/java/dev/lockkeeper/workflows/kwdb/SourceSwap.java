package dev.lockkeeper.workflows.kwdb;

import java.time.Duration;

/**
 * What a job does to a server that was compiled on its node.
 *
 * @param source directory of the sources on the node
 * @param home directory of the installation, which is replaced as a whole
 * @param copy where the stopped data directory is copied to; empty for no copy
 */
public record SourceSwap(
    NodeInspection inspection,
    String source,
    String home,
    String from,
    String to,
    String copy,
    Duration drainLimit,
    Duration stopLimit,
    Duration startLimit) {}
