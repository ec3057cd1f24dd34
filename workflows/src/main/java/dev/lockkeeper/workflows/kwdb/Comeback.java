package dev.lockkeeper.workflows.kwdb;

import java.time.Duration;

/**
 * What is awaited of a node, as the others see it.
 *
 * @param node its name in the request
 * @param address as the cluster calls it
 * @param version that it shall run
 */
public record Comeback(String node, String address, String version, Duration limit) {}
