package dev.lockkeeper.workflows.fluss;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster has to come back to.
 *
 * @param role of the server that was restarted
 * @param serverId of the TabletServer that was restarted
 * @param registration of the server before the restart; it must be a greater one now
 * @param tabletServers how many must be registered
 * @param limit how long it may take
 * @param stableFor how long it must hold without a break
 */
public record Recovery(
    FlussRole role,
    @Nullable Integer serverId,
    long registration,
    int tabletServers,
    Duration limit,
    Duration stableFor) {}
