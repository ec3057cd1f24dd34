package dev.lockkeeper.workflows.fluss;

import java.util.List;

/**
 * The configuration of a staged release.
 *
 * @param difference unified diff from the running server.yaml to the new one
 * @param port on which the server will listen; 0 if it is chosen at start
 * @param notes what somebody should know, such as options the new release deprecates
 */
public record ConfigurationChange(String difference, int port, List<String> notes) {}
