package dev.lockkeeper.activities.fluss;

import java.util.List;
import java.util.Map;

/**
 * A cluster as ZooKeeper shows it at one moment.
 *
 * @param coordinator creation transaction of the active CoordinatorServer's registration; 0 for
 *     none
 * @param tabletServers the same of the registered TabletServers, by id
 */
record FlussState(long coordinator, Map<Integer, Long> tabletServers, List<Bucket> buckets) {}
