package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Evidence;
import java.util.List;

/**
 * The state of the data, as ZooKeeper shows it.
 *
 * @param registration creation transaction of the asked server's node in ZooKeeper; 0 if it is not
 *     registered or none was asked for. A restarted server has a greater one
 * @param singleReplicaTables tables that are unavailable while a TabletServer with one of their
 *     buckets is down
 */
public record ClusterHealth(
    Evidence evidence, long registration, List<String> singleReplicaTables) {}
