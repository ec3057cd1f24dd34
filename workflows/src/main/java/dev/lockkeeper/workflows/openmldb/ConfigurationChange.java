package dev.lockkeeper.workflows.openmldb;

import java.util.List;

/**
 * The configuration that a server will have on the new release.
 *
 * @param difference unified diff from its present flags file; empty if nothing changes
 * @param notes what somebody should know
 */
public record ConfigurationChange(String difference, List<String> notes) {}
