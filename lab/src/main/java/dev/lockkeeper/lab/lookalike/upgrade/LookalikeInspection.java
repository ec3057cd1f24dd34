package dev.lockkeeper.lab.lookalike.upgrade;

import java.util.List;

/**
 * What the preflight saw on one node.
 *
 * @param version that runs; empty if none does
 * @param id of the server; 0 if unknown
 * @param port it serves on; 0 if unknown
 * @param home the release that the link leads to
 * @param newHome where the new release will lie
 * @param problems what keeps the upgrade from starting
 */
public record LookalikeInspection(
    String node,
    String version,
    int id,
    int port,
    String home,
    String newHome,
    List<String> problems) {}
