package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Evidence;
import java.time.Instant;
import java.util.List;

/**
 * A look at the meta nodes.
 *
 * @param leader name of the node that leads; empty if none does
 * @param version of the node that it was about; empty if it did not answer, or none was meant
 * @param conversion what that node said about its data when it started, line by line
 */
public record MetaSight(Evidence evidence, String leader, String version, List<String> conversion) {
  public MetaSight {
    conversion = List.copyOf(conversion);
  }

  /** Stands in a plan for a node that has come back on this release. */
  static MetaSight supposed(String version, Instant now) {
    return new MetaSight(new Evidence(List.of(), now), "", version, List.of());
  }
}
