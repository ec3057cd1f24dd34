package dev.lockkeeper.workflows.databend;

import java.time.Duration;

/**
 * What a restarted node has to come back to.
 *
 * @param node its name
 * @param version that it shall run
 * @param limit how long it may take
 * @param stableFor how long it must hold without a break
 */
public record Settling(String node, DatabendVersion version, Duration limit, Duration stableFor) {}
