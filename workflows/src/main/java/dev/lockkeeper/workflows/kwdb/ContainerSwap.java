package dev.lockkeeper.workflows.kwdb;

import java.time.Duration;

/**
 * What a job does to a container.
 *
 * @param name of the container
 * @param compose the compose file; empty when {@code docker run} made it
 * @param archive file on the node that holds the new image; empty to pull it
 * @param copy where the stopped store is copied to; empty for no copy
 */
public record ContainerSwap(
    NodeInspection inspection,
    ContainerPlan plan,
    String name,
    String compose,
    String archive,
    String from,
    String to,
    String copy,
    Duration stopLimit,
    Duration startLimit) {}
