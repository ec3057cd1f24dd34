package dev.lockkeeper.workflows.openmldb;

/**
 * A nameserver after its restart.
 *
 * @param version that it says it runs; empty if it does not serve before it leads
 * @param leader the leading nameserver, as the cluster calls it
 * @param autoFailover what the cluster says now; a new leader may bring back what its flags say
 */
public record NameserverSight(String version, String leader, boolean autoFailover) {}
