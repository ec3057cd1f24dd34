package dev.lockkeeper.workflows.openmldb;

import java.util.List;

/**
 * The configuration that a server will have on the new release.
 *
 * @param difference unified diff from its present flags file; empty if nothing changes
 * @param notes what somebody should know
 */
public record ConfigurationChange(String difference, List<String> notes) {
  /** Stands in a plan for one that is made once the release is staged. */
  static final ConfigurationChange NOT_MADE =
      new ConfigurationChange(
          "made from the release's own flags file once it is staged; the gate of the run shows it",
          List.of());
}
