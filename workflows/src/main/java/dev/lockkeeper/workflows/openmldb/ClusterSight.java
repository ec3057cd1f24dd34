package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Evidence;
import java.util.List;

/**
 * One look at the whole cluster.
 *
 * @param evidence whether everything is there, alive and loaded
 * @param autoFailover whether the cluster repairs itself
 * @param lastOperation the greatest id of an operation; those of the upgrade have greater ones
 * @param leader the leading nameserver, as the cluster calls it; empty if there is none
 * @param singleCopyTables tables with partitions that have one replica, as {@code database.table}
 */
public record ClusterSight(
    Evidence evidence,
    boolean autoFailover,
    long lastOperation,
    String leader,
    List<String> singleCopyTables) {}
