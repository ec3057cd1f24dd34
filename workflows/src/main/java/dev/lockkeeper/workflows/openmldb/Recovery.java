package dev.lockkeeper.workflows.openmldb;

import java.time.Duration;

/**
 * What a tablet and the cluster have to come back to.
 *
 * @param endpoint the tablet, as the cluster calls it
 * @param address where it listens
 * @param version that it must say it runs
 * @param after operations with greater ids must all be done; or {@link OpenMldbNodes#ALL_SEEN}
 * @param limit how long it may take
 * @param stableFor how long it must hold without a break
 */
public record Recovery(
    String endpoint,
    String address,
    String version,
    long after,
    Duration limit,
    Duration stableFor) {}
